import os from "node:os";

/** What the figures were measured on, in one line. */
export function machine(postgres: string): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const version = /PostgreSQL [\d.]+\w*/.exec(postgres)?.[0] ?? postgres;
  return `${os.cpus().length} × ${cpu?.model.trim() ?? "unknown processor"}, ${memory} GiB, ${os.type()} ${os.arch()}, Node ${process.version}, ${version}`;
}

/** Processes that wanted a processor in the last minute: above the number of cores, figures are those of a busy machine. */
export const load = (): string => `load average ${os.loadavg()[0]?.toFixed(1)}`;
