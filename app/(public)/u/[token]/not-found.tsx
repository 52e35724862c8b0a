import { FormNote } from "@/components/forms/form-note";
import { PublicPage } from "@/components/shell/public-page";

/** For somebody who wants no more mail and has half an address: what else stops it. */
export default function NoRecipient() {
  return (
    <PublicPage>
      <FormNote title="This link does not work">
        Nothing was changed. A part of the address got lost, or the email is very old. Use the unsubscribe
        link of the newest email, or reply to it and say that you want no more.
      </FormNote>
    </PublicPage>
  );
}
