import type { AccessTable } from "../entry";
import { SECRET } from "../world";

export const inbox: AccessTable = {
  pages: {
    "/inbox": { who: "viewer", path: () => "/inbox", stranger: "own" },
    "/inbox/unknown": { who: "viewer", path: () => "/inbox/unknown", stranger: "own" },
  },
  actions: {
    "app/(studio)/inbox/actions.ts#searchInbox": {
      who: "viewer",
      input: async ({ newMessage }) => {
        await newMessage("sent");
        return { search: SECRET };
      },
      stranger: "own",
    },
    "app/(studio)/inbox/actions.ts#openMail": {
      who: "viewer",
      input: async ({ newMessage }) => ({ messageId: (await newMessage("sent")).messageId }),
      stranger: "refused",
    },
    "app/(studio)/inbox/actions.ts#decideUnknownMail": {
      who: "editor",
      input: async ({ newMessage }) => ({
        messageIds: [(await newMessage("unknown")).messageId],
        said: "not sent",
      }),
      // It answers a stranger that nothing was decided, and nothing is.
      stranger: "own",
    },
  },
};
