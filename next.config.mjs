/**
 * `NEXT_DIST_DIR` lets the tests build beside a running app without touching its build.
 * Types are checked once, by `npm test`, not again on the machine that only starts the app.
 */
export default {
  distDir: process.env.NEXT_DIST_DIR || ".next",
  // Pages and routes that only a bench asks for end in .bench.tsx or .bench.ts; no other build has them.
  pageExtensions: process.env.BENCH_ROUTES ? ["tsx", "ts", "bench.tsx", "bench.ts"] : ["tsx", "ts"],
  reactCompiler: true,
  poweredByHeader: false,
  agentRules: false,
  devIndicators: { position: "bottom-right" },
  // Next writes its distDir into a tsconfig that it may; one that extends another it leaves alone.
  typescript: { ignoreBuildErrors: true, tsconfigPath: "tsconfig.build.json" },
  serverExternalPackages: ["postgres", "inngest"],
};
