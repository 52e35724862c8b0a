import type { Metadata } from "next";
import { commonRefusals } from "@/app/_rest/refusals";
import { requireMember } from "@/app/_server/session";
import { TextLink } from "@/components/account/text-link";
import { ApiContents } from "@/components/settings/api-contents";
import { ApiRoute } from "@/components/settings/api-route";
import { CodeToCopy } from "@/components/settings/code-to-copy";
import { StatusList } from "@/components/settings/status-list";
import { env } from "@/lib/env";
import { listedRoutes } from "./listed-routes";

export const metadata: Metadata = { title: "API" };

const anError = JSON.stringify(
  { error: { code: "invalid", message: "This is not an email address.", path: ["contact", "email"] } },
  null,
  2,
);

export default async function ApiPage() {
  await requireMember();
  const groups = listedRoutes(env().APP_URL);
  return (
    <div className="flex flex-col gap-10">
      <div className="flex flex-col gap-4">
        <p className="max-w-prose text-pretty text-ink-soft">
          For whoever connects a shop, a website or a program. Every request below can be copied into a
          terminal, once <code className="font-mono text-sm text-ink">KEY</code> holds a key of this workspace
          from <TextLink href="/settings/keys">Keys</TextLink>; put your own ids in the place of those in the
          examples. Tools that make a client read the same from{" "}
          <a
            href="/api/v1/openapi.json"
            className="font-mono text-sm font-medium text-ink underline underline-offset-2"
          >
            /api/v1/openapi.json
          </a>
          .
        </p>
        <CodeToCopy label="Before the first call" text="export KEY=fw_…" />
        <ApiContents groups={groups} />
      </div>
      {groups.map(({ name, routes }, index) => (
        <section key={name} aria-labelledby={`group-${index}`} className="flex flex-col gap-8">
          <h2 id={`group-${index}`} className="border-b border-line pb-2 text-xl font-semibold">
            {name}
          </h2>
          {routes.map((route) => (
            <ApiRoute key={route.id} route={route} />
          ))}
        </section>
      ))}
      <section aria-labelledby="refused" className="flex flex-col gap-4">
        <h2 id="refused" className="border-b border-line pb-2 text-xl font-semibold">
          When a call is refused
        </h2>
        <p className="max-w-prose text-pretty text-ink-soft">
          The answer says what to change, and <code className="font-mono text-sm text-ink">path</code> leads
          to the part that is meant. What is refused has stored nothing.
        </p>
        <CodeToCopy label="A refusal" text={anError} />
        <StatusList listed={commonRefusals} />
      </section>
    </div>
  );
}
