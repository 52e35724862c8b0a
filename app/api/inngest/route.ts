import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";

/** Where a real Inngest calls the functions. Requests must carry its signature; the embedded server does not come this way. */
export const { GET, POST, PUT } = serve({ client: inngest, functions });
