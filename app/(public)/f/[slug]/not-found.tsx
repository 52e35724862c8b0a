import { FormNote } from "@/components/forms/form-note";
import { PublicPage } from "@/components/shell/public-page";

export default function NoForm() {
  return (
    <PublicPage>
      <FormNote title="There is no form here">
        It was taken down, or a part of the address got lost. Ask whoever gave you the link for a new one.
      </FormNote>
    </PublicPage>
  );
}
