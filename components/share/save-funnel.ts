import { toast } from "../ui/toaster";
import { saveFile } from "./save-file";
import type { SaveAsFile } from "./share-actions";

/** Saves a funnel as a file, or says why that did not work. */
export async function saveFunnel(saveAsFile: SaveAsFile, funnelId: string) {
  let trouble = "The file was not made: the server could not be reached. Try again.";
  try {
    const made = await saveAsFile({ funnelId });
    if (made.ok) return saveFile(made.value.fileName, made.value.text);
    trouble = made.message;
  } catch {}
  toast(trouble, { tone: "bad" });
}
