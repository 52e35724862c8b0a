"use client";

import { ChevronDown, ChevronUp, Plus, X } from "lucide-react";
import { RuleFields } from "@/components/editor/fields/rule-fields";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { FormProps } from "../form-props";
import { freshRule, PATH_IDS, pathName, type Sorting } from "./definition";

export function BranchForm({ settings, change, readOnly, flow }: FormProps<"branch">) {
  const { rules } = settings;
  const put = (next: Sorting[]) => change({ ...settings, rules: next });
  const free = PATH_IDS.find((id) => !rules.some((one) => one.id === id));
  const swap = (at: number, other: number) =>
    put(rules.map((one, index) => rules[index === at ? other : index === other ? at : index] ?? one));
  return (
    <>
      <p className="text-sm text-pretty text-ink-soft">
        People take the path of the first rule that fits, as things stand when they come. Whoever fits none
        takes <b className="font-medium text-ink">Everyone else</b>.
      </p>
      {rules.map((one, at) => (
        <section key={one.id} aria-label={pathName(one)} className="flex min-w-0 flex-col gap-3">
          <div className="flex items-end gap-1">
            <Field label={`Name of path ${one.id}`} className="flex-1">
              <Input
                value={one.label}
                maxLength={40}
                readOnly={readOnly}
                placeholder={`Path ${one.id}`}
                onChange={(event) =>
                  put(rules.map((other) => (other === one ? { ...one, label: event.target.value } : other)))
                }
              />
            </Field>
            {readOnly || rules.length === 1 ? null : (
              <>
                <IconButton
                  label={`Ask ${pathName(one)} earlier`}
                  disabled={at === 0}
                  onClick={() => swap(at, at - 1)}
                >
                  <ChevronUp />
                </IconButton>
                <IconButton
                  label={`Ask ${pathName(one)} later`}
                  disabled={at === rules.length - 1}
                  onClick={() => swap(at, at + 1)}
                >
                  <ChevronDown />
                </IconButton>
                <IconButton
                  label={`Remove ${pathName(one)}`}
                  className="-mr-1.5"
                  onClick={() => put(rules.filter((other) => other !== one))}
                >
                  <X />
                </IconButton>
              </>
            )}
          </div>
          <RuleFields
            rule={one.rule}
            flow={flow}
            readOnly={readOnly}
            onChange={(rule) => put(rules.map((other) => (other === one ? { ...one, rule } : other)))}
          />
        </section>
      ))}
      {free && !readOnly ? (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2 self-start border-t border-line text-accent"
          onClick={() => put([...rules, { id: free, label: "", rule: freshRule() }])}
        >
          <Plus aria-hidden />
          Add a path
        </Button>
      ) : null}
    </>
  );
}
