"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { Result } from "@/lib/result";
import { useHydrated } from "../account/use-hydrated";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { LinkToCopy } from "./link-to-copy";

type NewKeyFormProps = {
  makeKey: (asked: { name: string }) => Promise<Result<{ name: string; key: string }>>;
};

export function NewKeyForm({ makeKey }: NewKeyFormProps) {
  const router = useRouter();
  const hydrated = useHydrated();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<{ name: string; key: string } | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setPending(true);
    setProblem(null);
    setMade(null);
    const asked = { name: String(new FormData(form).get("name") ?? "") };
    const answer = await makeKey(asked).catch(() => null);
    setPending(false);
    if (!answer?.ok) {
      setProblem(answer?.message ?? "The key could not be made. Check your connection and try again.");
      return;
    }
    setMade(answer.value);
    form.reset();
    router.refresh();
  }

  return (
    <section aria-labelledby="new-key" className="flex flex-col gap-4">
      <h2 id="new-key" className="text-lg font-semibold">
        Make a key
      </h2>
      <form method="post" onSubmit={send} className="flex flex-col gap-4 sm:flex-row sm:items-start">
        <Field label="Name" help="What will use it, for example “Shop”." required className="flex-1">
          <Input name="name" maxLength={60} autoComplete="off" />
        </Field>
        <Button type="submit" variant="primary" pending={pending} disabled={!hydrated} className="sm:mt-6">
          Make a key
        </Button>
      </form>
      {problem ? (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      ) : null}
      {made ? (
        <Banner tone="good" live title={`The key “${made.name}” is made`}>
          <p className="pb-2">Copy it now: it is shown this once and never again.</p>
          <LinkToCopy label="New key" url={made.key} />
        </Banner>
      ) : null}
    </section>
  );
}
