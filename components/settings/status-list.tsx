export type ListedStatus = { status: number; what: string /** Of a refusal. */; code?: string };

/** What a call may answer, by status. */
export function StatusList({ listed }: { listed: readonly ListedStatus[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
      {listed.map(({ status, what, code }) => (
        <div key={status} className="col-span-2 grid grid-cols-subgrid">
          <dt className="font-mono text-ink">{status}</dt>
          <dd className="text-pretty text-ink-soft">
            {code ? (
              <>
                <code className="font-mono text-ink">{code}</code>:{" "}
              </>
            ) : null}
            {what}
          </dd>
        </div>
      ))}
    </dl>
  );
}
