"use client";

import { useRouter } from "next/navigation";
import { useOptimistic, useTransition } from "react";
import { type MemberRole, memberRoles, roleNames } from "@/lib/member-role";
import type { Result } from "@/lib/result";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { toast } from "../ui/toaster";
import { Confirm } from "./confirm";

type TeamMember = { memberId: string; name: string; email: string; role: MemberRole; isYou: boolean };

type TeamListProps = {
  members: readonly TeamMember[];
  mayChange: boolean;
  setRole: (asked: { memberId: string; role: MemberRole }) => Promise<Result<null>>;
  remove: (asked: { memberId: string }) => Promise<Result<null>>;
};

export function TeamList({ members, mayChange, setRole, remove }: TeamListProps) {
  const owners = members.filter(({ role }) => role === "owner");
  return (
    <section aria-labelledby="team" className="flex flex-col gap-3">
      <h2 id="team" className="text-lg font-semibold">
        In this workspace
      </h2>
      <ul className="rounded-lg border border-line bg-surface">
        {members.map((member) => (
          <li
            key={member.memberId}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-48">
              <p className="flex min-w-0 items-center gap-2 font-medium">
                <span className="truncate">{member.name}</span>
                {member.isYou ? <Badge tone="accent">You</Badge> : null}
              </p>
              <p className="truncate text-sm text-ink-soft">{member.email}</p>
            </div>
            {mayChange && !(member.role === "owner" && owners.length === 1) ? (
              <div className="flex items-center gap-2">
                <RoleChoice member={member} setRole={setRole} />
                <RemoveButton member={member} remove={remove} />
              </div>
            ) : (
              <Badge>{roleNames[member.role]}</Badge>
            )}
          </li>
        ))}
      </ul>
      {mayChange && owners.length === 1 ? (
        <p className="text-sm text-ink-soft">
          A workspace needs an owner. You can leave, or take another role, once somebody else is one.
        </p>
      ) : null}
    </section>
  );
}

function RoleChoice({ member, setRole }: { member: TeamMember; setRole: TeamListProps["setRole"] }) {
  const router = useRouter();
  const [role, showRole] = useOptimistic(member.role);
  const [pending, start] = useTransition();

  function choose(next: MemberRole) {
    start(async () => {
      showRole(next);
      const changed = await setRole({ memberId: member.memberId, role: next }).catch(() => null);
      if (changed?.ok) toast(`${member.name} is ${article(next)} now`, { tone: "good" });
      else toast(changed?.message ?? "The role could not be changed. Try again.", { tone: "bad" });
      router.refresh();
    });
  }

  return (
    <Select
      aria-label={`Role of ${member.name}`}
      className="w-28"
      value={role}
      disabled={pending}
      onChange={(event) => choose(event.currentTarget.value as MemberRole)}
      options={memberRoles.map((value) => ({ value, label: roleNames[value] }))}
    />
  );
}

const article = (role: MemberRole) => `${role === "viewer" ? "a" : "an"} ${roleNames[role].toLowerCase()}`;

function RemoveButton({ member, remove }: { member: TeamMember; remove: TeamListProps["remove"] }) {
  const router = useRouter();
  const { name, isYou } = member;
  return (
    <Confirm
      trigger={
        <Button size="sm" aria-label={isYou ? "Leave this workspace" : `Remove ${name}`}>
          {isYou ? "Leave" : "Remove"}
        </Button>
      }
      title={isYou ? "Leave this workspace?" : `Remove ${name}?`}
      description={
        isYou
          ? "You lose access at once. What you made stays. Only an owner can invite you again."
          : `${name} loses access to this workspace at once. What they made stays.`
      }
      verb={isYou ? "Leave" : "Remove"}
      act={() => remove({ memberId: member.memberId })}
      onDone={() => {
        toast(isYou ? "You have left the workspace" : `${name} is removed`);
        router.refresh();
      }}
    />
  );
}
