export type Addressee = {
  marketing: "none" | "subscribed" | "unsubscribed";
  /** The address bounced for good or its owner complained. */
  suppressed: boolean;
};

export type Going = { may: "go" } | { may: "drop"; because: string };

/** Whether this mail may go to this person. Asked last, under the contact's lock, right before it leaves. */
export function mayGo(kind: "marketing" | "service", to: Addressee): Going {
  if (to.suppressed) return { may: "drop", because: "This address bounced or complained and gets no mail." };
  if (kind === "service" || to.marketing === "subscribed") return { may: "go" };
  return {
    may: "drop",
    because:
      to.marketing === "unsubscribed" ? "They have unsubscribed." : "They never agreed to marketing mail.",
  };
}
