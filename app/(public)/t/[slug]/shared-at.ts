import "server-only";
import { cache } from "react";
import { db } from "@/db/client";
import { findShared } from "@/db/queries/shared-templates";

/** What is shared under a link. Null for what cannot be one, which asks nobody. */
export const sharedAt = cache(async (slug: string) =>
  /^[A-Za-z0-9_-]{22}$/.test(slug) ? findShared(db(), { slug }) : null,
);
