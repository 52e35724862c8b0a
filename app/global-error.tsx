"use client";

import { Failure } from "@/components/shell/failure";
import "./globals.css";

/** Stands in for the root layout when that itself failed, so it brings its own document. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>This screen could not be shown · Funnelwright</title>
        <Failure error={error} retry={retry} />
      </body>
    </html>
  );
}
