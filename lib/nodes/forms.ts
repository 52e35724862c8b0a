import type { ComponentType } from "react";
import { AudienceForm } from "./audience/form";
import { BranchForm } from "./branch/form";
import { ConditionForm } from "./condition/form";
import type { NodeType } from "./definitions";
import { EmailForm } from "./email/form";
import { EndForm } from "./end/form";
import type { FormProps } from "./form-props";
import { GoalForm } from "./goal/form";
import { JumpForm } from "./jump/form";
import { NoteForm } from "./note/form";
import { NotifyForm } from "./notify/form";
import { SplitForm } from "./split/form";
import { TriggerForm } from "./trigger/form";
import { UpdateContactForm } from "./update-contact/form";
import { WaitForm } from "./wait/form";
import { WebhookForm } from "./webhook/form";

/** The settings form of each step type. A new type without one does not compile. */
const forms: { [T in NodeType]: ComponentType<FormProps<T>> } = {
  trigger: TriggerForm,
  email: EmailForm,
  wait: WaitForm,
  condition: ConditionForm,
  branch: BranchForm,
  split: SplitForm,
  goal: GoalForm,
  "update-contact": UpdateContactForm,
  jump: JumpForm,
  audience: AudienceForm,
  webhook: WebhookForm,
  notify: NotifyForm,
  end: EndForm,
  note: NoteForm,
};

/** A node's settings were parsed by the registry of its type, so its own form may have them. */
export const formFor = (type: NodeType): ComponentType<FormProps> =>
  forms[type] as unknown as ComponentType<FormProps>;
