"use client";

import { useEffect, useState } from "react";
import { type LiveLink, useDoors } from "@/components/editor/doors";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Nearby } from "../contract";
import type { FormProps } from "../form-props";
import { detail, type MailWay } from "./settings";

type Part = { mail: MailWay; readOnly: boolean; put(next: Partial<MailWay>): void };

/** An open or a click: of which funnel, which email in it, and which link. */
export function MailFields({ settings, change, readOnly, surroundings }: FormProps<"trigger">) {
  const mail = detail.mail(settings);
  const put = (next: Partial<MailWay>) => change({ ...settings, mail: { ...mail, ...next } });
  const others = surroundings.funnels.filter(({ id, live }) => live && id !== surroundings.funnelId);
  const part = { mail, readOnly, put };
  return (
    <>
      <Field label="They">
        <Select
          value={mail.does}
          disabled={readOnly}
          options={[
            { value: "clicked", label: "click a link in an email" },
            { value: "opened", label: "open an email" },
          ]}
          onChange={(event) => put({ does: event.target.value === "opened" ? "opened" : "clicked" })}
        />
      </Field>
      <WhichFunnel {...part} funnels={others} />
      {mail.funnelId === null ? null : (
        <WhichEmail {...part} emails={others.find(({ id }) => id === mail.funnelId)?.emails ?? []} />
      )}
      {mail.does === "opened" ? null : mail.funnelId !== null && mail.nodeId !== null ? (
        <WhichLink
          key={`${mail.funnelId} ${mail.nodeId}`}
          {...part}
          funnelId={mail.funnelId}
          nodeId={mail.nodeId}
        />
      ) : (
        <Field label="Only links to" optional help="A part of the address, for example mill.example/spring">
          <Input
            value={mail.address}
            maxLength={500}
            readOnly={readOnly}
            spellCheck={false}
            autoCapitalize="off"
            placeholder="Any address"
            onChange={(event) => put({ address: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

function WhichFunnel({ mail, readOnly, put, funnels }: Part & { funnels: readonly Nearby[] }) {
  const gone = mail.funnelId !== null && !funnels.some(({ id }) => id === mail.funnelId);
  return (
    <Field
      label="Of which funnel"
      help={
        funnels.length === 0 && !gone
          ? "No other funnel is published yet. Emails of this funnel itself do not count."
          : "Emails of this funnel itself do not count."
      }
      error={gone ? "That funnel is not there or not published any more. Choose another." : undefined}
    >
      <Select
        value={mail.funnelId ?? ""}
        disabled={readOnly}
        options={[
          { value: "", label: "Any other funnel" },
          ...funnels.map(({ id, name }) => ({ value: id, label: name })),
          ...(gone
            ? [{ value: mail.funnelId ?? "", label: `${mail.named.funnel || "A funnel"} (gone)` }]
            : []),
        ]}
        onChange={(event) => {
          const chosen = funnels.find(({ id }) => id === event.target.value);
          put({
            funnelId: chosen?.id ?? null,
            nodeId: null,
            link: null,
            named: { funnel: chosen?.name.slice(0, 200) ?? "", email: "", link: "" },
          });
        }}
      />
    </Field>
  );
}

function WhichEmail({ mail, readOnly, put, emails }: Part & { emails: Nearby["emails"] }) {
  const gone = mail.nodeId !== null && !emails.some(({ id }) => id === mail.nodeId);
  return (
    <Field
      label="Which email"
      error={gone ? "That email is not in the funnel any more. Choose another." : undefined}
    >
      <Select
        value={mail.nodeId ?? ""}
        disabled={readOnly}
        options={[
          { value: "", label: "Any of its emails" },
          ...emails.map(({ id, name }) => ({ value: id, label: name })),
          ...(gone ? [{ value: mail.nodeId ?? "", label: `${mail.named.email || "An email"} (gone)` }] : []),
        ]}
        onChange={(event) => {
          const chosen = emails.find(({ id }) => id === event.target.value);
          put({
            nodeId: chosen?.id ?? null,
            link: null,
            address: "",
            named: { ...mail.named, email: chosen?.name.slice(0, 200) ?? "", link: "" },
          });
        }}
      />
    </Field>
  );
}

type Loaded = LiveLink[] | "loading" | { trouble: string };

function WhichLink({ mail, readOnly, put, funnelId, nodeId }: Part & { funnelId: string; nodeId: string }) {
  const { linksOf } = useDoors();
  const [loaded, setLoaded] = useState<Loaded>("loading");
  useEffect(() => {
    let current = true;
    if (!linksOf) return;
    linksOf({ funnelId, nodeId })
      .then((found) => current && setLoaded(found.ok ? found.value : { trouble: found.message }))
      .catch(
        () => current && setLoaded({ trouble: "Its links could not be loaded. Close this and try again." }),
      );
    return () => {
      current = false;
    };
  }, [linksOf, funnelId, nodeId]);
  const links = Array.isArray(loaded) ? loaded : [];
  const unlisted = mail.link !== null && !links.some(({ key }) => key === mail.link);
  const gone = unlisted && Array.isArray(loaded);
  const trouble = typeof loaded === "object" && "trouble" in loaded ? loaded.trouble : undefined;
  const label = mail.named.link || "That link";
  return (
    <Field
      label="Which link"
      error={trouble ?? (gone ? "That link is not in the email any more. Choose another." : undefined)}
      help={
        linksOf && loaded === "loading"
          ? "Its links are loading."
          : Array.isArray(loaded) && links.length === 0
            ? "This email has no links."
            : undefined
      }
    >
      <Select
        value={mail.link ?? ""}
        disabled={readOnly}
        options={[
          { value: "", label: "Any link" },
          ...links.map((link) => ({
            value: link.key,
            label: link.address ? `${link.label} · ${shortAddress(link.address)}` : link.label,
          })),
          ...(unlisted ? [{ value: mail.link ?? "", label: gone ? `${label} (gone)` : label }] : []),
        ]}
        onChange={(event) => {
          const chosen = links.find(({ key }) => key === event.target.value);
          put({
            link: chosen?.key ?? null,
            named: { ...mail.named, link: chosen?.label.slice(0, 200) ?? "" },
          });
        }}
      />
    </Field>
  );
}

const shortAddress = (address: string): string => address.replace(/^https?:\/\/(www\.)?/, "").slice(0, 40);
