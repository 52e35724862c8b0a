import { ChevronLeft } from "lucide-react";
import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import type { Deadlines } from "@/lib/flow/deadlines";
import { sayNext } from "@/lib/flow/explain";
import type { Path } from "@/lib/flow/path";
import { sayMoney } from "@/lib/money";
import { sayMoment } from "@/lib/time/moment";
import { PageFrame } from "../shell/page-frame";
import { PageHeader } from "../ui/page-header";
import { PathList } from "./path-list";
import { KeepFresh } from "./person-hand";

type PersonPathProps = {
  path: Path & { funnel: { name: string }; deadlines: Deadlines };
  contact: { email: string; name: string; timeZone: string | null } | null;
  versionNumber: number | null;
  back: Route;
  now: number;
  zone: string;
  /** What can be done to them. */
  hand: ReactNode;
};

/** One person in one funnel: who, what comes next, and the way so far with its reasons. */
export function PersonPath({ path, contact, versionNumber, back, now, zone, hand }: PersonPathProps) {
  const next = sayNext(path, { now, zone });
  const title = contact ? contact.name || contact.email : "A deleted contact";
  return (
    <PageFrame width="narrow">
      <PageHeader
        back={
          <Link href={back} className="inline-flex items-center gap-1 hover:text-ink">
            <ChevronLeft aria-hidden className="size-4" /> People in {path.funnel.name}
          </Link>
        }
        title={title}
        description={contact?.name ? contact.email : undefined}
      />
      <KeepFresh />
      {hand}
      <dl className="grid gap-x-6 gap-y-0.5 text-sm sm:grid-cols-[auto_1fr] sm:gap-y-2">
        <Row name="What happens next">{next ?? "Nothing: they have left this funnel."}</Row>
        <Row name="Entered">
          {sayMoment(path.enteredAt, { now, zone })}
          {versionNumber === null ? null : `, version ${versionNumber}`}
        </Row>
        {contact?.timeZone ? <Row name="Their time">{contact.timeZone.replaceAll("_", " ")}</Row> : null}
        {Object.entries(path.deadlines).map(([name, at]) => (
          <Row key={name} name={`Their “${name}”`}>
            {sayMoment(at, { now, zone })}
          </Row>
        ))}
        {path.conversions.length > 0 ? (
          <Row name="Reached the goal">
            {path.conversions
              .map(
                ({ at, value, currency }) =>
                  `${sayMoment(at, { now, zone })}${value && currency ? ` for ${sayMoney(value, currency)}` : ""}`,
              )
              .join(", ")}
          </Row>
        ) : null}
      </dl>
      <section aria-labelledby="way" className="flex flex-col gap-4">
        <h2 id="way" className="text-lg font-semibold">
          Their path
        </h2>
        <PathList
          path={path}
          now={now}
          zone={zone}
          mailLink={(mail, words) => (
            <Link href={`/inbox?mail=${mail.id}`} className="underline underline-offset-2">
              {words}
            </Link>
          )}
        />
      </section>
    </PageFrame>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0 text-ink wrap-anywhere max-sm:mb-3">{children}</dd>
    </>
  );
}
