/**
 * `NEXT_DIST_DIR` lets the tests build beside a running app without touching its build.
 * Types are checked once, by `npm test`, not again on the machine that only starts the app.
 */
export default {
  distDir: process.env.NEXT_DIST_DIR ?? ".next",
  reactCompiler: true,
  poweredByHeader: false,
  agentRules: false,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "inngest"],
};
