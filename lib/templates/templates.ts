import { abandonedCart } from "./abandoned-cart";
import { stepMail } from "./step-mail";
import type { Template } from "./template";
import { welcomeSeries } from "./welcome-series";

/** Every template, in the order in which they are offered. */
export const templates: readonly Template[] = [welcomeSeries, abandonedCart, stepMail];

/** Undefined for an id that no template has. */
export const templateOf = (id: string): Template | undefined => templates.find((one) => one.id === id);
