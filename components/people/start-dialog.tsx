"use client";

import { type ReactElement, useEffect, useState } from "react";
import { sayEntry } from "@/lib/flow/entry";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Spinner } from "../ui/spinner";
import type { StartableFunnel } from "./hand";
import { people } from "./say-outcome";
import type { Start } from "./use-hand";

type StartDialogProps = {
  trigger?: ReactElement;
  open: boolean;
  onOpenChange(open: boolean): void;
  contactIds: string[];
  load(): Promise<Result<StartableFunnel[]>>;
  onStart(start: Start): void;
};

/** Asks for the funnel, where they come in if there are several ways, and for the value people enter once for. */
export function StartDialog({ open, onOpenChange, contactIds, load, onStart }: StartDialogProps) {
  const [funnels, setFunnels] = useState<StartableFunnel[] | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [id, setId] = useState("");
  const [triggerId, setTriggerId] = useState("");
  const [key, setKey] = useState("");
  useEffect(() => {
    if (!open) return;
    let current = true;
    setTrouble(null);
    load()
      .then((result) => {
        if (!current) return;
        if (result.ok) setFunnels(result.value);
        else setTrouble(result.message);
      })
      .catch(() => current && setTrouble("The funnels could not be loaded. Close this and try again."));
    return () => {
      current = false;
    };
  }, [open, load]);
  const funnel = funnels?.find((one) => one.id === id);
  const property = funnel?.entry.rule === "per-key" ? funnel.entry.property : null;
  const ready = funnel !== undefined && (property === null || key.trim() !== "");
  const start = () => {
    if (!funnel) return;
    onOpenChange(false);
    onStart({
      funnel,
      contactIds,
      triggerId: triggerId || null,
      key: property === null ? null : key.trim(),
    });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title={contactIds.length === 1 ? "Start a funnel" : `Start a funnel for ${people(contactIds.length)}`}
      description="They come in as if its trigger had let them in. Nobody agrees to marketing email by it."
      footer={
        <Button variant="primary" disabled={!ready} onClick={start}>
          Start
        </Button>
      }
    >
      {trouble ? <Banner tone="bad">{trouble}</Banner> : null}
      {funnels === null && trouble === null ? <Spinner label="Funnels are loading" /> : null}
      {funnels?.length === 0 ? (
        <p className="text-ink-soft">No funnel is published yet. Publish one, then start it for them.</p>
      ) : null}
      {funnels && funnels.length > 0 ? (
        <Field
          label="Funnel"
          help={
            funnel?.paused
              ? "It is paused: they wait at its trigger until it goes on."
              : funnel && property === null
                ? `${sayEntry(funnel.entry)} Whoever may not stays out.`
                : undefined
          }
        >
          <Select
            value={id}
            onChange={(event) => {
              setId(event.target.value);
              setTriggerId("");
            }}
            placeholder="Choose a funnel"
            options={funnels.map((one) => ({ value: one.id, label: one.name }))}
          />
        </Field>
      ) : null}
      {funnel && funnel.triggers.length > 1 ? (
        <Field label="They come in by">
          <Select
            value={triggerId || (funnel.triggers[0]?.id ?? "")}
            onChange={(event) => setTriggerId(event.target.value)}
            options={funnel.triggers.map((one) => ({ value: one.id, label: one.name }))}
          />
        </Field>
      ) : null}
      {property === null ? null : (
        <Field label={property} help={`People enter this funnel once per “${property}”: say which one.`}>
          <Input value={key} onChange={(event) => setKey(event.target.value)} maxLength={200} />
        </Field>
      )}
    </Dialog>
  );
}
