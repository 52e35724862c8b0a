import { redirect } from "next/navigation";
import { requireMember } from "./_server/session";

export default async function StartPage() {
  await requireMember();
  redirect("/funnels");
}
