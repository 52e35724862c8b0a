import type { Flow } from "@/lib/flow/flow";
import type { TriggerSettings } from "@/lib/nodes/trigger/definition";

/** What people agree to where a workspace measures opens with consent only. Kept with it, word for word. */
export const MEASURING = "You may see whether I open your emails.";

/**
 * The words of a flow's form; null when none of its triggers is one. Agreeing to marketing is required where nothing but
 * marketing would be sent: without it the person would sign up and get nothing.
 */
export function formOf(
  flow: Flow | null,
): { form: TriggerSettings["form"]; consentRequired: boolean } | null {
  for (const node of flow?.nodes ?? []) {
    if (node.type !== "trigger" || node.data.on !== "form") continue;
    const service = flow?.nodes.some((other) => other.type === "email" && other.data.kind === "service");
    return { form: node.data.form, consentRequired: !service };
  }
  return null;
}
