import next from "next";

// The app without a door: Next calls instrumentation.ts, which starts the engine; nothing is listened to.
await next({ dev: false }).prepare();

// What is in hand is finished, within the runner's patience; whoever is killed instead loses nothing either.
process.once("SIGTERM", async () => {
  // Where lib/engine/start.ts keeps it: the bundles of Next are not to be imported from here.
  const engine = await globalThis.funnelwrightEngineRuns;
  await engine?.stop();
  process.exit(0);
});
