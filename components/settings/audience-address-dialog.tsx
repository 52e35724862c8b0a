"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, type ReactElement, useId, useState } from "react";
import { TextLink } from "../account/text-link";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { toast } from "../ui/toaster";
import type { AddressActions } from "./audience-address";
import { people } from "./people-count";

type AddressDialogProps = {
  /** The audience; null asks for its name, too. */
  name: string | null;
  /** How many are on it. */
  on: number;
  url: string;
  save: AddressActions["saveAddress"];
  /** The demo workspace calls nobody. */
  demo: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);

/** Asks for the web address of an ad audience. */
export function AddressDialog({ name, on, url, save, demo, children }: AddressDialogProps) {
  const router = useRouter();
  const form = useId();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ in: "name" | "url"; says: string } | null>(null);
  const wrong = (field: "name" | "url") => (problem?.in === field ? problem.says : undefined);

  async function put(asked: { name: string; url: string }): Promise<boolean> {
    setBusy(true);
    setProblem(null);
    const saved = await save({ ...asked, first: url === "" }).catch(() => null);
    setBusy(false);
    if (!saved?.ok) {
      const says = saved?.message ?? "This could not be saved. Check your connection and try again.";
      setProblem({ in: saved?.problem === "taken" && name === null ? "name" : "url", says });
      return false;
    }
    setOpen(false);
    router.refresh();
    return true;
  }

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const to = String(typed.get("url") ?? "").trim();
    const audience = name ?? String(typed.get("name") ?? "").trim();
    if (audience === "") return setProblem({ in: "name", says: "Name the ad audience." });
    if (to === "") {
      return setProblem({ in: "url", says: "Write the whole web address. It begins with https://." });
    }
    if (!(await put({ name: audience, url: to }))) return;
    const first = on > 0 && to !== url ? `, first of the ${people(on)} on it` : "";
    toast(demo ? "The address is kept" : `${hostOf(to)} is told from now on${first}`, { tone: "good" });
  }

  async function stop() {
    if (name === null || !(await put({ name, url: "" }))) return;
    toast(`${hostOf(url)} is told of nobody any more`, {
      undo: async () => {
        const back = await save({ name, url, first: true }).catch(() => null);
        if (!back?.ok)
          toast(back?.message ?? "The address could not be put back. Try again.", { tone: "bad" });
        router.refresh();
      },
    });
  }

  return (
    <Dialog
      trigger={children}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setProblem(null);
      }}
      title={name === null ? "Tell a web address of another audience" : `Tell a web address of “${name}”`}
      description="It gets a signed POST for each person who comes on the audience or goes off, with their email address hashed, as in the files. Only people who agreed to advertising are told as added."
      footer={
        <>
          {url ? (
            <Button variant="ghost" disabled={busy} onClick={() => void stop()} className="mr-auto">
              Stop telling it
            </Button>
          ) : null}
          <Button variant="primary" type="submit" form={form} pending={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} method="post" onSubmit={send} className="flex flex-col gap-4" noValidate>
        {name === null ? (
          <Field
            label="Ad audience"
            help="Its name, just as the steps of your funnels write it."
            error={wrong("name")}
          >
            <Input name="name" maxLength={100} autoComplete="off" placeholder="Left a cart" />
          </Field>
        ) : null}
        <Field label="Web address" error={wrong("url")}>
          <Input
            name="url"
            type="url"
            inputMode="url"
            maxLength={2_048}
            autoComplete="off"
            defaultValue={url}
            placeholder="https://example.org/hooks/audience"
          />
        </Field>
        <p className="text-sm text-pretty text-ink-soft">
          Whoever receives it checks the signature with the key under{" "}
          <TextLink href="/settings/keys">Settings, Keys</TextLink>.
        </p>
      </form>
    </Dialog>
  );
}
