/**
 * Puts the remembered theme and rail width on <html> before the first paint, so that neither flashes.
 * Without a stored theme nothing is set and the system's preference holds.
 */
const script = `try{var d=document.documentElement.dataset,t=localStorage.getItem("theme");
if(t==="light"||t==="dark")d.theme=t;if(localStorage.getItem("rail")==="narrow")d.rail="narrow"}catch{}`;

/** `nonce`: that of the page's content security policy. */
export function PreferenceScript({ nonce }: { nonce?: string }) {
  // The browser hides the nonce from scripts once it has read it, so React would see a difference.
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, run before hydration.
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />;
}
