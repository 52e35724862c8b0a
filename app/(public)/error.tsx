"use client";

import { Failure } from "@/components/shell/failure";

/** Readers come here, too: of a form, or to unsubscribe. */
export default function PublicError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Failure error={error} retry={retry}>
      Something on our side failed, and nothing was changed by it. Try again in a moment.
    </Failure>
  );
}
