"use client";

import type { Own } from "@/lib/templates/own";
import { siteOf } from "@/lib/templates/own";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

/** What somebody types about their business. */
export type Typed = { business: string; site: string };

/** What a template needs to be written in, or null while something of it is missing. */
export function ownOf({ business, site }: Typed, usesSite: boolean): Own | null {
  const address = usesSite ? siteOf(site) : null;
  return business.trim() === "" || address === undefined
    ? null
    : { business: business.trim(), site: address };
}

type OwnWordsProps = {
  typed: Typed;
  change(typed: Typed): void;
  usesSite: boolean;
  /** Somebody wanted to go on already: what is missing says so. */
  tried: boolean;
};

/** The two things that a template's emails say about whoever sends them. */
export function OwnWords({ typed, change, usesSite, tried }: OwnWordsProps) {
  return (
    <>
      <Field
        label="Your business"
        help="As your readers know it. The emails are written in its name."
        error={tried && typed.business.trim() === "" ? "Write the name of your business." : undefined}
        required
      >
        <Input
          value={typed.business}
          maxLength={80}
          autoComplete="organization"
          placeholder="Berg & Daughters"
          onChange={(event) => change({ ...typed, business: event.target.value })}
        />
      </Field>
      {usesSite ? (
        <Field
          label="Your website"
          optional
          help="The buttons lead there. Each can be changed afterwards."
          error={
            tried && siteOf(typed.site) === undefined
              ? "Write a web address, for example berg-daughters.com."
              : undefined
          }
        >
          <Input
            value={typed.site}
            maxLength={2_000}
            inputMode="url"
            autoComplete="url"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="berg-daughters.com"
            onChange={(event) => change({ ...typed, site: event.target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}
