import { closeSync, mkdirSync, openSync, statSync } from "node:fs";
import net from "node:net";
import path from "node:path";

/**
 * One holder per folder, kept by the operating system: whichever way the holder dies, the lock is free
 * in that instant, and no number or file has to be judged stale.
 * @param {string} folder is made when missing
 * @returns {Promise<{ release: () => void } | undefined>} undefined when another process holds it
 */
export async function lockFolder(folder) {
  mkdirSync(folder, { recursive: true });
  const { dev, ino } = statSync(folder, { bigint: true });
  const name = `funnelwright-${dev}-${ino}`;
  if (process.platform === "linux") return listenOn(`\0${name}`);
  if (process.platform === "win32") return listenOn(`\\\\.\\pipe\\${name}`);
  return openExclusively(path.join(folder, "lock"));
}

/** A name without a file: two processes cannot listen on it, and it vanishes with its holder. */
function listenOn(name) {
  return new Promise((resolve, reject) => {
    const server = net.createServer((visitor) => visitor.destroy());
    server.once("error", (error) => (error.code === "EADDRINUSE" ? resolve(undefined) : reject(error)));
    server.listen({ path: name }, () => {
      server.unref();
      resolve({ release: () => server.close() });
    });
  });
}

/** macOS and the BSDs lock a file while opening it. */
function openExclusively(file) {
  const [readWrite, nonBlocking, exclusiveLock, create] = [0x2, 0x4, 0x20, 0x200];
  try {
    const descriptor = openSync(file, readWrite | nonBlocking | exclusiveLock | create);
    return { release: () => closeSync(descriptor) };
  } catch (error) {
    if (error.code === "EAGAIN" || error.code === "EWOULDBLOCK") return undefined;
    throw error;
  }
}
