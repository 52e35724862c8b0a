import type { AccessTable } from "../entry";
import { SECRET } from "../world";

export const inbox: AccessTable = {
  pages: {
    "/inbox": { who: "viewer", path: () => "/inbox", stranger: "own" },
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
  },
};
