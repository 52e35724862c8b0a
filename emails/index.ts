import { invitation } from "./system/invitation";
import { passwordReset } from "./system/password-reset";
import { stepNote } from "./system/step-note";

/** The mails the app itself sends. Add one here and the tests and the gallery have it. */
export const systemMails = { "password-reset": passwordReset, invitation, "step-note": stepNote };

export type SystemMailName = keyof typeof systemMails;
export type SystemMailProps = {
  [Name in SystemMailName]: (typeof systemMails)[Name]["PreviewProps"];
};
