import type { ReactNode } from "react";
import { Button } from "../ui/button";

type FailureProps = {
  error: unknown;
  retry: () => void;
  /** What it means to whoever looks, where that is nobody of the team. */
  children?: ReactNode;
};

/** What a person sees when something of ours broke: what it means, what to do, and the code that finds it in the logs. */
export function Failure({ error, retry, children }: FailureProps) {
  const code = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-4 px-4 py-16">
      {/* Where the page's own title failed with it. */}
      <title>This screen could not be shown · Funnelwright</title>
      <h1 className="text-xl font-semibold">This screen could not be shown</h1>
      <p className="text-pretty text-ink-soft">
        {children ?? (
          <>
            Something on our side failed. What was saved is safe, and funnels that are live keep running. Try
            again; if it stays, tell whoever runs this installation.
          </>
        )}
      </p>
      <div className="flex flex-wrap items-center gap-4">
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
        {code ? (
          <span className="text-sm text-ink-soft">
            Code <code className="font-mono text-ink">{code}</code>
          </span>
        ) : null}
      </div>
    </div>
  );
}
