/** Called once by Next before the first request, in every server process. */
export async function register() {
  // Also read at build time: what stands behind it is left out of everything but the Node server.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { startApp } = await import("./app/_server/start-app");
    await startApp();
  }
}
