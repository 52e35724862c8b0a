"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { type MemberRole, memberRoles, roleNames, roleSentences } from "@/lib/member-role";
import type { Result } from "@/lib/result";
import { useHydrated } from "../account/use-hydrated";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { LinkToCopy } from "./link-to-copy";

type InviteFormProps = {
  invite: (asked: { email: string; role: MemberRole }) => Promise<Result<{ email: string; url: string }>>;
  /** Whether the link also goes out by mail. */
  isMailed: boolean;
};

export function InviteForm({ invite, isMailed }: InviteFormProps) {
  const router = useRouter();
  const hydrated = useHydrated();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<MemberRole>("editor");
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<{ email: string; url: string } | null>(null);

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setPending(true);
    setProblem(null);
    setMade(null);
    const invited = await invite({ email, role }).catch(() => null);
    setPending(false);
    if (!invited?.ok) {
      setProblem(
        invited?.message ?? "The invitation could not be made. Check your connection and try again.",
      );
      return;
    }
    setMade(invited.value);
    setEmail("");
    router.refresh();
  }

  return (
    <section aria-labelledby="invite" className="flex flex-col gap-4">
      <h2 id="invite" className="text-lg font-semibold">
        Invite somebody
      </h2>
      <form method="post" onSubmit={send} className="flex flex-col gap-4 sm:flex-row sm:items-start">
        <Field label="Email" required className="flex-1">
          <Input
            type="email"
            name="email"
            maxLength={254}
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </Field>
        <Field label="Role" help={roleSentences[role]} className="sm:w-56">
          <Select
            name="role"
            value={role}
            onChange={(event) => setRole(event.currentTarget.value as MemberRole)}
            options={memberRoles.map((value) => ({ value, label: roleNames[value] }))}
          />
        </Field>
        <Button type="submit" variant="primary" pending={pending} disabled={!hydrated} className="sm:mt-6">
          Invite
        </Button>
      </form>
      {problem ? (
        <Banner tone="bad" live>
          {problem}
        </Banner>
      ) : null}
      {made ? (
        <Banner tone="good" live title={`${made.email} is invited`}>
          <p className="pb-2">
            {isMailed
              ? "The link went out by mail. You can also hand it over yourself; it works for 7 days."
              : "Nothing was mailed, since no provider is connected for it. Hand over the link yourself; it works for 7 days."}
          </p>
          <LinkToCopy label="Invitation link" url={made.url} />
        </Banner>
      ) : null}
    </section>
  );
}
