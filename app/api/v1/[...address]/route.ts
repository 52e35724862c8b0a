import { notFound } from "@/app/_server/api";

/** An address that is mistyped gets an answer that a program can read, not a page. */
const nothing = async () => notFound();

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
