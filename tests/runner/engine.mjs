// Stands where an engine process would be: says who it is, and ends when a file of that name asks it to.
import { existsSync, rmSync } from "node:fs";
import path from "node:path";

const { DATA_DIR, ENGINE, DEMO } = process.env;
const end = path.join(DATA_DIR, "end-engine");
console.log(`engine ${process.pid} ENGINE=${ENGINE} DEMO=${DEMO}`);
setInterval(() => {
  if (!existsSync(end)) return;
  rmSync(end);
  process.exit(3);
}, 20);
