/** Structured log lines; the host shows them if the user asks for its log. */
export type Log = (
  level: "trace" | "debug" | "info" | "warn" | "error",
  message: string,
  fields?: Readonly<Record<string, string | number | boolean>>,
) => void;

/**
 * A log in hclog's JSON form, one line per call, which go-plugin reads from a plugin's stderr. Never throws: a killed host no longer reads,
 * and its plugin must still end in order.
 * @param writeLine takes a line without its newline
 * @param module name before each line in the host's log
 */
export function createHclog(writeLine: (line: string) => void, module: string, now: () => Date): Log {
  return (level, message, fields) => {
    const line = {
      ...fields,
      "@level": level,
      "@message": message,
      "@module": module,
      // The time has six digits: with any other number go-plugin does not recognize a log line, and shows it only at level DEBUG.
      "@timestamp": now().toISOString().replace("Z", "000Z"),
    };
    try {
      writeLine(JSON.stringify(line));
    } catch {
      // A failure to log cannot be reported.
    }
  };
}
