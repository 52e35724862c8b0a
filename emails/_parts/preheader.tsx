/** Without this room the list of a mailbox goes on with the first words of the body. */
const ROOM = "\u034f\u200c\u00a0".repeat(90);

/** The line a mailbox shows beside the subject, invisible in the opened email. */
export function Preheader({ text }: { text: string }) {
  return (
    <div
      style={{
        display: "none",
        overflow: "hidden",
        lineHeight: "1px",
        opacity: 0,
        maxHeight: 0,
        maxWidth: 0,
      }}
    >
      {text}
      {ROOM}
    </div>
  );
}
