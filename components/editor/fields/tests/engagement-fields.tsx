"use client";

import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { Flow, FlowNode } from "@/lib/flow/flow";
import { nameOf } from "@/lib/flow/names";
import { linksOf } from "@/lib/mail/links";
import { emailsOf } from "./fresh";
import type { KindProps } from "./kind-props";

export function OpenedFields({ test, flow, readOnly, onChange }: KindProps<"opened">) {
  return (
    <EmailField
      help="Of people whose opens may not be measured, neither “opened” nor “did not open” holds, unless they click."
      value={test.email}
      flow={flow}
      readOnly={readOnly}
      onChange={(email) => onChange({ ...test, email })}
    />
  );
}

export function ClickedFields({ test, flow, readOnly, onChange }: KindProps<"clicked">) {
  return (
    <>
      <EmailField
        value={test.email}
        flow={flow}
        readOnly={readOnly}
        onChange={(email) => onChange({ ...test, email, link: null })}
      />
      <LinkField
        link={test.link}
        email={emailsOf(flow).find((email) => email.id === test.email)}
        readOnly={readOnly}
        onChange={(link) => onChange({ ...test, link })}
      />
    </>
  );
}

/** One email of the funnel. */
export function EmailField(props: {
  label?: string;
  help?: string;
  value: string;
  flow: Flow;
  readOnly: boolean;
  onChange(email: string): void;
}) {
  const { label = "Which email", help, value, flow, readOnly, onChange } = props;
  const emails = emailsOf(flow);
  return (
    <Field
      label={label}
      help={help}
      error={emails.length === 0 ? "There is no email in this funnel yet. Add one first." : undefined}
    >
      <Select
        value={emails.some((email) => email.id === value) ? value : ""}
        placeholder="Choose an email"
        disabled={readOnly}
        options={emails.map((email) => ({ value: email.id, label: nameOf(flow, email.id) }))}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** One link of an email, or any; its key. */
export function LinkField(props: {
  link: string | null;
  email: FlowNode<"email"> | undefined;
  readOnly: boolean;
  onChange(link: string | null): void;
}) {
  const { link: chosen, email, readOnly, onChange } = props;
  if (!email) return null;
  const links = linksOf(email.data.body);
  const gone = chosen !== null && !links.some((link) => link.key === chosen);
  return (
    <Field
      label="Which link"
      error={gone ? "That link is no longer in the email. Choose another." : undefined}
      help={links.length === 0 ? "This email has no links yet." : undefined}
    >
      <Select
        value={chosen ?? ""}
        disabled={readOnly}
        options={[
          { value: "", label: "Any link" },
          ...links.map(({ key, label, target }) => ({
            value: key,
            label: typeof target === "string" ? `${label} · ${shortAddress(target)}` : label,
          })),
          ...(gone ? [{ value: chosen ?? "", label: "A link that is gone" }] : []),
        ]}
        onChange={(event) => onChange(event.target.value || null)}
      />
    </Field>
  );
}

const shortAddress = (address: string): string => address.replace(/^https?:\/\/(www\.)?/, "").slice(0, 40);
