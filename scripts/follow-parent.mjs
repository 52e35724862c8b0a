import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/**
 * npm runs its scripts behind a shell, and neither passes on that it was killed. When one of the two
 * goes, `gone` is called, so that the app does not live on without anybody knowing.
 * @param {() => void} gone
 */
export function followParent(gone) {
  const { npm_lifecycle_event: script, FUNNELWRIGHT_FOLLOW } = process.env;
  if (process.platform === "win32" || !(FUNNELWRIGHT_FOLLOW || script === "start" || script === "dev"))
    return;
  const parent = process.ppid;
  // A shell between npm and us; without one, npm's own parent may go: that is nohup's purpose.
  const behindShell = /^(ba|da|z|k)?sh$/.test(nameOf(parent));
  const grandparent = behindShell && parentOf(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && (!behindShell || parentOf(parent) === grandparent)) return;
    clearInterval(watch);
    gone();
  }, 500);
  watch.unref();
}

const nameOf = (pid) => path.basename(ask(pid, "comm"));
const parentOf = (pid) => Number(ask(pid, "ppid"));

/** @param {number} pid @param {"comm" | "ppid"} what */
function ask(pid, what) {
  if (process.platform !== "linux") {
    return (spawnSync("ps", ["-o", `${what}=`, "-p", String(pid)], { encoding: "utf8" }).stdout ?? "").trim();
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [open, close] = [stat.indexOf("("), stat.lastIndexOf(")")];
    return what === "comm" ? stat.slice(open + 1, close) : (stat.slice(close + 2).split(" ")[1] ?? "");
  } catch {
    return "";
  }
}
