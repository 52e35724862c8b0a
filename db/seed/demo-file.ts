import "server-only";
import { access, open, rename } from "node:fs/promises";
import path from "node:path";

/** What somebody needs to use a fresh installation, by hand or by script. */
export type DemoSignIn = {
  baseUrl: string;
  email: string;
  password: string;
  apiKey: string;
  /** The owner's own workspace; the key belongs to it. */
  workspaceId: string;
};

const pathIn = (folder: string) => path.join(folder, "demo.json");

export const hasDemoFile = (folder: string): Promise<boolean> =>
  access(pathIn(folder)).then(
    () => true,
    () => false,
  );

/** Readable by its owner alone. It stands complete or not at all, also when the machine stops meanwhile. */
export async function writeDemoFile(folder: string, signIn: DemoSignIn): Promise<void> {
  const target = pathIn(folder);
  const draft = `${target}.${process.pid}.draft`;
  const file = await open(draft, "w", 0o600);
  try {
    // A draft that a killed process left behind keeps its own mode.
    await file.chmod(0o600);
    await file.writeFile(`${JSON.stringify(signIn, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, target);
}
