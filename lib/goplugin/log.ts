/** Structured log lines; the host shows them when the user asks for its log. */
export type Log = (
  level: "trace" | "debug" | "info" | "warn" | "error",
  message: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/**
 * A log in hclog's JSON form, one line per call, as go-plugin reads it from a plugin's stderr. Never throws: a host that was
 * killed no longer reads, and its plugin still has to end in order.
 * @param writeLine takes a line without its newline
 * @param module name that stands in front of each line in the host's log
 */
export function createHclog(writeLine: (line: string) => void, module: string, now: () => Date): Log {
  return (level, message, fields) => {
    const line = {
      ...fields,
      "@level": level,
      "@message": message,
      "@module": module,
      // Six digits: with any other number go-plugin takes the line for no log line, and shows it at level DEBUG only.
      "@timestamp": now().toISOString().replace("Z", "000Z"),
    };
    try {
      writeLine(JSON.stringify(line));
    } catch {
      // There is nowhere left to say it.
    }
  };
}
