import type { RestRoute } from "./described";

/** A text as a POSIX shell reads it back. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The example of a route as a command to copy. The key stands in the variable KEY. */
export function curlOf({ method, path, example, open, body }: RestRoute, appUrl: string): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => example.params?.[name] ?? "");
  const search = new URLSearchParams(example.query).toString();
  const parts = [
    `curl ${method === "GET" ? "" : `-X ${method} `}${quoted(`${appUrl}${filled}${search ? `?${search}` : ""}`)}`,
    ...(open ? [] : [`-H "Authorization: Bearer $KEY"`]),
    ...(body && example.body !== undefined
      ? [`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(example.body, null, 2))}`]
      : []),
  ];
  return parts.join(" \\\n  ");
}
