"use client";

import { Equal, Plus, X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { FormProps } from "../form-props";
import { FEWEST_PATHS, PATH_IDS, type SplitPath, saySum, sumOf } from "./definition";
import { evenly } from "./evenly";

export function SplitForm({ settings, change, readOnly }: FormProps<"split">) {
  const { paths } = settings;
  const put = (next: SplitPath[]) => change({ ...settings, paths: next });
  const free = PATH_IDS.find((id) => !paths.some((path) => path.id === id));
  const sum = sumOf(paths);
  return (
    <>
      <p className="text-sm text-pretty text-ink-soft">
        Chance decides once for each person. Whoever comes again takes the same path. When you change shares,
        as few people as possible change paths.
      </p>
      {paths.map((path) => (
        <PathFields
          key={path.id}
          path={path}
          readOnly={readOnly}
          onChange={(next) => put(paths.map((one) => (one === path ? next : one)))}
          onRemove={paths.length > FEWEST_PATHS ? () => put(paths.filter((one) => one !== path)) : undefined}
        />
      ))}
      <p
        role="status"
        className={cn("text-sm text-pretty tabular-nums", sum === 100 ? "text-ink-soft" : "text-bad")}
      >
        {sum === 100 ? "Together 100 %." : saySum(sum)}
      </p>
      {readOnly ? null : (
        <div className="-ml-2 flex flex-wrap gap-1">
          {free ? (
            <Button
              size="sm"
              variant="ghost"
              className="text-accent"
              onClick={() =>
                put(
                  [...paths, { id: free, share: Math.max(0, 100 - sum), nothing: false }].sort(
                    (one, other) => (one.id < other.id ? -1 : 1),
                  ),
                )
              }
            >
              <Plus aria-hidden />
              Add a path
            </Button>
          ) : null}
          <Button size="sm" variant="ghost" className="text-accent" onClick={() => put(evenly(paths))}>
            <Equal aria-hidden />
            Share evenly
          </Button>
        </div>
      )}
    </>
  );
}

type PathFieldsProps = {
  path: SplitPath;
  readOnly: boolean;
  onChange(path: SplitPath): void;
  onRemove?: () => void;
};

function PathFields({ path, readOnly, onChange, onRemove }: PathFieldsProps) {
  const letter = path.id.toUpperCase();
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-lg border border-line p-3">
      <legend className="sr-only">Path {letter}</legend>
      <div className="flex items-end gap-1.5">
        <Field label={`Share of path ${letter}`} className="flex-1">
          <ShareInput
            share={path.share}
            readOnly={readOnly}
            onChange={(share) => onChange({ ...path, share })}
          />
        </Field>
        {onRemove && !readOnly ? (
          <IconButton label={`Remove path ${letter}`} className="-mr-1.5" onClick={onRemove}>
            <X />
          </IconButton>
        ) : null}
      </div>
      <Checkbox
        checked={path.nothing}
        disabled={readOnly}
        onCheckedChange={(checked) => onChange({ ...path, nothing: checked === true })}
        label="Get nothing, for comparison"
        help={
          path.nothing
            ? "Leave this path open, or lead it to a goal. What they buy without your emails shows what the emails bring."
            : undefined
        }
      />
    </fieldset>
  );
}

function ShareInput(props: { share: number; readOnly: boolean; onChange(share: number): void }) {
  /** While typing, the box may be empty. */
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Input
      inputMode="numeric"
      autoComplete="off"
      suffix="%"
      maxLength={3}
      readOnly={props.readOnly}
      value={typed ?? String(props.share)}
      onChange={(event) => {
        const text = event.target.value.replace(/\D/g, "");
        setTyped(text);
        props.onChange(Math.min(100, Number(text)));
      }}
      onBlur={() => setTyped(null)}
    />
  );
}
