import "server-only";
import { isAway } from "@/db/is-away";

/** Seconds after which whoever was turned away should come again. */
export const AGAIN_IN = "5";

/**
 * A route handler whose database may be away: then it answers 503 in plain words instead of a page of errors, and has done
 * nothing. What else goes wrong is thrown on.
 */
export const orAway =
  <Given extends unknown[]>(handle: (...given: Given) => Promise<Response>) =>
  async (...given: Given): Promise<Response> => {
    try {
      return await handle(...given);
    } catch (error) {
      if (!isAway(error)) throw error;
      console.error("The database does not answer, so somebody was asked to come again.", error);
      return new Response("This cannot be done at the moment. Please try again in a few seconds.", {
        status: 503,
        headers: {
          "Content-Type": "text/plain; charset=utf-8",
          "Cache-Control": "no-store",
          "Retry-After": AGAIN_IN,
        },
      });
    }
  };
