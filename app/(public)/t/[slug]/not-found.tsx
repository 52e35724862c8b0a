import { Wordmark } from "@/components/shell/mark";
import { PublicPage } from "@/components/shell/public-page";

export default function NotShared() {
  return (
    <PublicPage top={<Wordmark />}>
      <div className="flex flex-col gap-2 py-12 text-center">
        <h1 className="text-xl font-semibold">Nothing is shared here</h1>
        <p className="text-pretty text-ink-soft">
          Whoever shared this funnel has taken the link down, or a part of the address got lost. Ask them for
          a new one.
        </p>
      </div>
    </PublicPage>
  );
}
