/** What a member may do in a workspace, from least to most. */
export const memberRoles = ["viewer", "editor", "owner"] as const;

export type MemberRole = (typeof memberRoles)[number];

export const roleNames: Record<MemberRole, string> = { viewer: "Viewer", editor: "Editor", owner: "Owner" };

export const roleSentences: Record<MemberRole, string> = {
  viewer: "A viewer sees everything and changes nothing.",
  editor: "An editor builds and publishes funnels and writes emails.",
  owner: "An owner does everything, including the team, sending and keys.",
};

/** Null for a word that is no role: whoever holds it may do nothing. */
export const asMemberRole = (word: string): MemberRole | null =>
  memberRoles.find((role) => role === word) ?? null;

/** Whether somebody with this role may do what needs at least `needed`. */
export const mayAs = (role: MemberRole, needed: MemberRole): boolean =>
  memberRoles.indexOf(role) >= memberRoles.indexOf(needed);
