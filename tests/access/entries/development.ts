import type { AccessTable } from "../entry";

const because = "It stands in development alone; a built app has nothing there.";

export const development: AccessTable = {
  pages: {
    "/gallery": { who: "anybody", because, path: () => "/gallery" },
    "/gallery/editor": { who: "anybody", because, path: () => "/gallery/editor" },
    "/gallery/sign-in": { who: "anybody", because, path: () => "/gallery/sign-in" },
    "/gallery/studio": { who: "anybody", because, path: () => "/gallery/studio" },
  },
  actions: {
    "app/gallery/studio/page.tsx#inline": {
      who: "anybody",
      because: "It does nothing.",
      input: () => undefined,
      answers: { nothing: true },
    },
  },
};
