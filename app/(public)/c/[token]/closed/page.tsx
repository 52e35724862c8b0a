import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { FormNote } from "@/components/forms/form-note";
import { PublicPage } from "@/components/shell/public-page";
import { db } from "@/db/client";
import { engine } from "@/lib/engine/current";
import { findLink } from "@/lib/engine/engage";
import { toldOfEnd } from "@/lib/engine/link-end";
import { dateIn, timeIn } from "@/lib/time/calendar";
import { sayDate } from "@/lib/time/say-date";
import { sayZone } from "@/lib/time/zone";

export const metadata: Metadata = {
  title: { absolute: "This has closed" },
  robots: { index: false },
  referrer: "no-referrer",
};

/** Where a link leads whose moment has passed. It says whose it was and until when, and nothing about who reads it. */
export default async function ClosedPage({ params }: PageProps<"/c/[token]/closed">) {
  const { token } = await params;
  const link = await findLink(db(), token);
  const told = link && (await toldOfEnd(db(), link));
  if (!told) notFound();
  const { end, zone, sender } = told;
  // It was opened again meanwhile, or it never closes.
  if (end === null || engine().clock() < end) redirect(`/c/${token}`);
  return (
    <PublicPage top={<span className="font-medium text-ink-soft wrap-anywhere">{sender}</span>}>
      <FormNote title="This has closed">
        It was open until {sayDate(dateIn(zone, end))}, {timeIn(zone, end)}, {sayZone(zone)}.
      </FormNote>
    </PublicPage>
  );
}
