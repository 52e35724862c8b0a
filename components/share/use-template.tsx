"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Link } from "@/components/ui/link";
import type { Result } from "@/lib/result";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";

/** Who looks at a shared template, as far as it matters for using it. */
export type Visitor =
  | { is: "signed out" }
  | { is: "in no workspace" }
  | { is: "a viewer" | "an editor"; workspaceName: string };

type UseTemplateProps = {
  slug: string;
  name: string;
  visitor: Visitor;
  /** They pressed the button before they signed in. */
  asksToUse: boolean;
  copy: (input: { slug: string }) => Promise<Result<{ id: string }>>;
};

/** Makes a draft of the template, after signing in where that is needed. */
export function UseTemplate({ slug, name, visitor, asksToUse, copy }: UseTemplateProps) {
  const router = useRouter();
  const [open, setOpen] = useState(asksToUse && visitor.is !== "signed out");
  const [trouble, setTrouble] = useState<string>();
  const [pending, start] = useTransition();
  if (visitor.is === "signed out") {
    const next = encodeURIComponent(`/t/${slug}?use=1`);
    return (
      <Button asChild variant="primary">
        <Link href={`/sign-in?next=${next}` as never}>Use this template</Link>
      </Button>
    );
  }
  const make = () =>
    start(async () => {
      setTrouble(undefined);
      try {
        const result = await copy({ slug });
        if (result.ok) router.push(`/funnels/${result.value.id}`);
        else setTrouble(result.message);
      } catch {
        setTrouble("The draft was not made: the server could not be reached. Try again.");
      }
    });
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      size="sm"
      title={`Use “${name}”`}
      description={sentenceFor(visitor)}
      trigger={<Button variant="primary">Use this template</Button>}
      footer={
        visitor.is === "an editor" ? (
          <Button variant="primary" pending={pending} onClick={make}>
            Make a draft
          </Button>
        ) : null
      }
    >
      {trouble ? (
        <Banner tone="bad" live>
          {trouble}
        </Banner>
      ) : null}
    </Dialog>
  );
}

function sentenceFor(visitor: Exclude<Visitor, { is: "signed out" }>): string {
  switch (visitor.is) {
    case "an editor":
      return `It becomes a draft in “${visitor.workspaceName}”. Nobody enters before you publish it.`;
    case "a viewer":
      return `You may look at “${visitor.workspaceName}”, not change it. Ask an editor or an owner to use this template.`;
    case "in no workspace":
      return "You are in no workspace at the moment. Ask an owner for an invitation; it comes as a link.";
  }
}
