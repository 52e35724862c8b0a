import "server-only";
import { fillEmail } from "@/lib/mail/fill";
import { compileEmail } from "./compile";
import { type SystemMailName, type SystemMailProps, systemMails } from "./index";

/** One system mail, ready for a transport. Throws a ZodError on props its template refuses. */
export async function renderSystemMail<Name extends SystemMailName>(
  name: Name,
  props: SystemMailProps[Name],
): Promise<{ subject: string; html: string; text: string }> {
  const compiled = await compileEmail(systemMails[name].writtenFor(props));
  const nobody = { contact: { name: null, firstName: null, email: "", fields: {} }, event: {} };
  const { subject, html, text } = fillEmail(compiled, nobody, {
    link: (_key, target) => target,
    pixelUrl: null,
    unsubscribeUrl: null,
    postalAddress: "",
  });
  return { subject, html, text };
}
