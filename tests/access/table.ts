import { account } from "./entries/account";
import { demo } from "./entries/demo";
import { development } from "./entries/development";
import { funnels } from "./entries/funnels";
import { inbox } from "./entries/inbox";
import { people } from "./entries/people";
import { readers } from "./entries/readers";
import { rest } from "./entries/rest";
import { settings } from "./entries/settings";
import type { AccessTable } from "./entry";

const parts: AccessTable[] = [account, settings, funnels, people, inbox, rest, readers, demo, development];

/** One entry for every page, route and action. Add yours to the file of its noun. */
export const table = {
  pages: Object.assign({}, ...parts.map((part) => part.pages)) as NonNullable<AccessTable["pages"]>,
  routes: Object.assign({}, ...parts.map((part) => part.routes)) as NonNullable<AccessTable["routes"]>,
  actions: Object.assign({}, ...parts.map((part) => part.actions)) as NonNullable<AccessTable["actions"]>,
};
