"use client";

import { useEffect, useState } from "react";
import { useDoors } from "@/components/editor/doors";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Spinner } from "@/components/ui/spinner";
import type { FormProps } from "../form-props";
import { detail, type WebhookWay } from "./settings";

/** The address that another service calls, and where it says whom it is about. */
export function WebhookFields({ nodeId, settings, change, readOnly }: FormProps<"trigger">) {
  const webhook = detail.hook(settings);
  const put = (next: Partial<WebhookWay>) => change({ ...settings, hook: { ...webhook, ...next } });
  const place = (label: string, key: keyof WebhookWay, help: string, placeholder: string) => (
    <Field label={label} help={help} optional={key !== "email"}>
      <Input
        value={webhook[key]}
        maxLength={200}
        readOnly={readOnly}
        spellCheck={false}
        autoCapitalize="off"
        placeholder={placeholder}
        onChange={(event) => put({ [key]: event.target.value })}
      />
    </Field>
  );
  return (
    <>
      <Address nodeId={nodeId} readOnly={readOnly} />
      {place(
        "Where the email address stands",
        "email",
        "Dots lead inwards, as in customer.email.",
        "customer.email",
      )}
      {place("Where the name stands", "contactName", "Empty: the name stays as it is.", "customer.name")}
      {place(
        "Where an id stands",
        "id",
        "The same id again starts nothing. Without one, every call counts.",
        "id",
      )}
    </>
  );
}

type Shown = { address: string; secret: string } | "loading" | { trouble: string };

function Address({ nodeId, readOnly }: { nodeId: string; readOnly: boolean }) {
  const { hookAt } = useDoors();
  const [shown, setShown] = useState<Shown>("loading");
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let current = true;
    if (readOnly || !hookAt) return;
    hookAt(nodeId)
      .then((result) => current && setShown(result.ok ? result.value : { trouble: result.message }))
      .catch(
        () => current && setShown({ trouble: "The address could not be loaded. Close this and try again." }),
      );
    return () => {
      current = false;
    };
  }, [hookAt, nodeId, readOnly]);
  if (readOnly || !hookAt) {
    return <p className="text-sm text-ink-soft">Editors see the address and its secret here.</p>;
  }
  if (shown === "loading") return <Spinner label="The address is loading" />;
  if ("trouble" in shown) return <Banner tone="attention">{shown.trouble}</Banner>;
  return (
    <div className="flex flex-col gap-3 rounded-lg border border-line p-3">
      <Line label="Address" text={shown.address} />
      {open ? (
        <Line label="Secret" text={shown.secret} />
      ) : (
        <Button size="sm" className="self-start" onClick={() => setOpen(true)}>
          Show the secret
        </Button>
      )}
      <p className="text-sm text-pretty text-ink-soft">
        Calls are signed with the secret as Standard Webhooks says, or carry it as “Authorization: Bearer …”.
        They send up to 64 KB; what they send can be used in emails and conditions.
      </p>
    </div>
  );
}

const Line = ({ label, text }: { label: string; text: string }) => (
  <div className="flex flex-col gap-1">
    <span className="text-sm font-medium text-ink">{label}</span>
    <span className="flex items-center gap-2">
      <code className="min-w-0 flex-1 truncate rounded-md bg-paper px-2 py-1 text-xs text-ink">{text}</code>
      <CopyButton compact size="sm" text={text} label={`Copy the ${label.toLowerCase()}`} />
    </span>
  </div>
);
