import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { currentMember, signedIn } from "@/app/_server/session";
import { SharedTemplatePage } from "@/components/share/shared-template-page";
import type { Visitor } from "@/components/share/use-template";
import { mayAs } from "@/lib/member-role";
import { copyTemplate } from "./actions";
import { sharedAt } from "./shared-at";

export async function generateMetadata({ params }: PageProps<"/t/[slug]">): Promise<Metadata> {
  const shared = await sharedAt((await params).slug);
  const robots = { index: false, follow: false };
  if (!shared) return { title: "Nothing is shared here", robots };
  const { name, about: description } = shared;
  return {
    title: name,
    description,
    robots,
    openGraph: { title: name, description, siteName: "Funnelwright" },
  };
}

/** A funnel as it was when it was shared, for anybody who has the link. */
export default async function SharedTemplate({ params, searchParams }: PageProps<"/t/[slug]">) {
  const [{ slug }, { use }] = await Promise.all([params, searchParams]);
  const shared = await sharedAt(slug);
  if (!shared) notFound();
  const { name, flow, about, frozenAt } = shared;
  return (
    <SharedTemplatePage
      slug={slug}
      template={{ name, flow }}
      version={frozenAt.getTime()}
      about={about}
      visitor={await whoLooks()}
      asksToUse={use === "1"}
      copy={copyTemplate}
    />
  );
}

async function whoLooks(): Promise<Visitor> {
  const member = await currentMember();
  if (!member) return { is: (await signedIn()) ? "in no workspace" : "signed out" };
  const { workspaceName, role } = member;
  return { is: mayAs(role, "editor") ? "an editor" : "a viewer", workspaceName };
}
