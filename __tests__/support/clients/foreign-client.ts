import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** The end of one call, as the client tells its user. */
export type Told =
  | { readonly answer: unknown }
  | { readonly refused: { readonly status: number; readonly code: string | null; readonly message: string } };

/** A client of the service that others wrote, in a process of its own; one of the programs beside this file drives it. */
export interface ForeignClient {
  /** Makes one call. Rejects with the program's output when it ends without telling the end of the call. */
  readonly call: (name: string, fields?: object) => Promise<Told>;
  /** As `call`, and rejects when the service refuses. */
  readonly ask: <Answer>(name: string, fields?: object) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

/** Starts the program that drives a client. It is asked one thing at a time. */
export function startForeignClient(program: string, args: readonly string[]): ForeignClient {
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
  const driver = spawn(program, args, { env, stdio: ["pipe", "ignore", "pipe", "pipe"] });
  const answers = createInterface({ input: driver.stdio[3] as Readable })[Symbol.asyncIterator]();
  const ended = new Promise<void>((resolve) => driver.once("close", () => resolve()));
  const { stdin, stderr } = driver;
  let printed = "";
  stderr!.setEncoding("utf8").on("data", (text: string) => (printed += text));
  // The missing answer of a program that has ended reports its end.
  stdin!.on("error", () => undefined);
  const call: ForeignClient["call"] = async (name, fields = {}) => {
    stdin!.write(JSON.stringify({ call: name, with: fields }) + "\n");
    const next = await answers.next();
    if (next.done !== true) return JSON.parse(next.value) as Told;
    await ended;
    throw new Error(`The client ended at ${name}: ${printed}`);
  };
  return {
    call,
    ask: async <Answer>(name: string, fields?: object) => {
      const told = await call(name, fields);
      if ("refused" in told) throw new Error(`${name} was refused: ${JSON.stringify(told.refused)}`);
      return told.answer as Answer;
    },
    close: async () => {
      stdin!.end();
      await ended;
    },
  };
}
