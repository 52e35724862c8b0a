"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { MOST_FILTERS, type PropertyFilter, propertyFilter } from "@/lib/rules/property-filter";
import { ComparisonFields } from "./comparison-fields";

/** What an event must say to count: up to five comparisons of its properties, all of which must hold. */
export function PropertyFilters(props: {
  filters: readonly PropertyFilter[];
  readOnly: boolean;
  change(filters: PropertyFilter[]): void;
}) {
  const { filters, readOnly, change } = props;
  const put = (at: number, filter: PropertyFilter | null) =>
    change(filters.flatMap((one, index) => (index !== at ? [one] : filter ? [filter] : [])));
  return (
    <>
      {filters.map((filter, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: filters have no names; their fields are controlled.
        <fieldset key={index} className="flex min-w-0 flex-col gap-2">
          <legend className="sr-only">Property {index + 1}</legend>
          <div className="flex items-end gap-1">
            <Field label={index === 0 ? "Only if its property" : "and its property"} className="flex-1">
              <PropertyInput
                value={filter.property}
                readOnly={readOnly}
                onChange={(property) => put(index, { ...filter, property })}
              />
            </Field>
            {readOnly ? null : (
              <IconButton label={`Remove property ${index + 1}`} onClick={() => put(index, null)}>
                <X />
              </IconButton>
            )}
          </div>
          <ComparisonFields
            value={filter}
            about={filter.property || `property ${index + 1}`}
            readOnly={readOnly}
            change={(comparison) => put(index, { ...filter, ...comparison })}
          />
        </fieldset>
      ))}
      {readOnly || filters.length >= MOST_FILTERS ? null : (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 self-start text-accent"
          onClick={() => change([...filters, propertyFilter.parse({})])}
        >
          <Plus aria-hidden />
          {filters.length === 0 ? "Look at a property, too" : "Look at another property"}
        </Button>
      )}
    </>
  );
}

/** The name of a property, as it is sent. */
export function PropertyInput(props: { value: string; readOnly: boolean; onChange(name: string): void }) {
  return (
    <Input
      value={props.value}
      maxLength={200}
      readOnly={props.readOnly}
      spellCheck={false}
      autoCapitalize="off"
      placeholder="cart.total"
      onChange={(event) => props.onChange(event.target.value)}
    />
  );
}
