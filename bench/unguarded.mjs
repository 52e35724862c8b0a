import { register } from "node:module";

// The guard against importing server files into the browser has nothing to guard in a bench; the condition that would
// silence it, react-server, leaves no React to write emails with.
register(
  `data:text/javascript,${encodeURIComponent(`
    export const resolve = (name, context, next) =>
      name === "server-only" ? { url: "data:text/javascript,", shortCircuit: true } : next(name, context);
  `)}`,
);
