import { FormNote } from "@/components/forms/form-note";
import { PublicPage } from "@/components/shell/public-page";

/** For somebody with half an address. */
export default function NoLink() {
  return (
    <PublicPage>
      <FormNote title="This link does not work">
        A part of the address got lost, or the email is very old. Press the link in the email once more.
      </FormNote>
    </PublicPage>
  );
}
