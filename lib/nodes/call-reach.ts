/** How far web calls of this installation may go. `home`: the app's own address, which nothing calls from within. */
export type CallReach = { anywhere: boolean; home: string };

/** Nowhere but to the open internet. */
export const OPEN_INTERNET: CallReach = { anywhere: false, home: "" };
