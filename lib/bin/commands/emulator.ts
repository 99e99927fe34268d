import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import { Command, InvalidArgumentError, Option } from "commander";
import { describePlace, jsonFault } from "../../domain/texts/json-fault";
import { variableOf } from "../../domain/environment";
import { createEmulator } from "../../emulator/emulator";
import { hostIn } from "../../emulator/http/hosts";
import { InvalidInput, UnusableState } from "../../emulator/invalid-input";
import type { SeedFile } from "../../emulator/seed/seed";
import type { StateStore } from "../../emulator/fleet/state-file";
import { tryWholeFile, writeWholeFile } from "../../files/whole-file";
import { UsageError } from "../../batch/usage-error";
import { watchHost } from "../../goplugin/host-watch";

interface EmulatorOptions {
  readonly port: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  readonly seed?: string;
  readonly state?: string;
  readonly clock: "real" | "manual";
  readonly speed: number;
  readonly auth: "none" | "token" | "aksk" | "any";
}

/** `dms-lifecycle emulator`: runs an emulator until it is asked to end. */
export function emulatorCommand(): Command {
  return new Command("emulator")
    .description(
      "Runs an emulator of the service until it is interrupted. The first line on stdout is JSON with its URL; open the URL in a browser to see the fleet.",
    )
    .option("--port <number>", "port to listen on; 0 takes a free one", parsePort, 0)
    .option("--host <address>", "address to listen on", parseHost, "127.0.0.1")
    .option(
      "--allow-host <name>",
      "further name that requests may use, e.g. a service name of a container network; may be repeated",
      parseAllowedHost,
      [],
    )
    .option("--seed <file>", "JSON file with the fleet to start with")
    .option("--state <file>", "JSON file that keeps the fleet between runs; overrides the seed", parseFile)
    .addOption(
      new Option("--clock <kind>", "manual: time passes only through POST /_emulator/clock")
        .choices(["real", "manual"])
        .default("real"),
    )
    .option("--speed <factor>", "divides every simulated duration", parseSpeed, 1)
    .addOption(
      new Option("--auth <mode>", "the credentials that callers must send")
        .choices(["none", "token", "aksk", "any"])
        .default("none"),
    )
    .action(runEmulator);
}

async function runEmulator(options: EmulatorOptions): Promise<void> {
  // The program that started the emulator may have stopped reading its output. The emulator goes on.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const asked = askedToEnd();
  const emulator = createFrom(options);
  const { url } = await emulator.listen({ host: options.host, port: options.port }).catch((thrown: unknown) => {
    throw describeListenError(thrown, options);
  });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  await asked;
  await emulator.close();
}

/** How often the emulator looks whether the npm or npx that started it is still there. */
const parentLookMs = 500;

/**
 * Resolves with the first signal to end. Process 1 of a container gets only signals that it listens for, so this comes first. npm and npx
 * do not forward a signal: a program that they have started ends when they have ended, for example with `npx … & kill $!`.
 */
function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
    if (variableOf(process.env, "npm_command") !== undefined) watchHost(() => process.ppid, parentLookMs, resolve);
  });
}

function createFrom(options: EmulatorOptions): ReturnType<typeof createEmulator> {
  const { clock, speed, auth, seed, state, allowHost } = options;
  try {
    return createEmulator({
      clock,
      speed,
      auth,
      allowHosts: allowHost,
      warn: (text) => void process.stderr.write(`${text}\n`),
      ...(seed !== undefined && { seed: readSeed(seed) }),
      ...(state !== undefined && { stateStore: stateFile(state) }),
    });
  } catch (thrown) {
    if (thrown instanceof UnusableState) throw unusableState(state, thrown.message);
    if (thrown instanceof InvalidInput)
      throw new UsageError(`--seed ${String(seed)} cannot be used: ${thrown.message}`);
    throw thrown;
  }
}

/** The error for a wrong address; any other error is returned unchanged. */
function describeListenError(thrown: unknown, { host, port }: EmulatorOptions): unknown {
  switch (codeOf(thrown)) {
    case "EADDRINUSE":
    case "EACCES":
      return new UsageError(
        `--port ${port} cannot be used: ${reasonOf(thrown)}. Allowed: a port that is free, or 0, which takes one.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EINVAL":
      return new UsageError(
        `--host ${host} cannot be used: this machine has no such address. Allowed: one of its own, e.g. 127.0.0.1, or 0.0.0.0 for all of them.`,
      );
    default:
      return thrown;
  }
}

// Reads a seed. It contains passwords and keys, so an error for a text that is not JSON shows only the place of the fault.
function readSeed(file: string): SeedFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (thrown) {
    const reason = unreadable[codeOf(thrown)] ?? String(thrown);
    throw new UsageError(
      `--seed ${file} cannot be used: ${reason}. Allowed: a JSON file with the fleet to start with.`,
    );
  }
  const fault = jsonFault(text);
  if (fault === undefined) return JSON.parse(text) as SeedFile;
  throw new UsageError(`--seed ${file} cannot be used: it is not JSON (${describePlace(fault)}).`);
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EISDIR: "it is a folder",
  EACCES: "this user has no right to it",
  ENOTDIR: "its folder is a file",
};

function stateFile(file: string): StateStore {
  return {
    load: () => {
      try {
        // A failure to save should be known before there is a state to save.
        tryWholeFile(file);
        const entry = statSync(file, { throwIfNoEntry: false });
        if (entry !== undefined && !entry.isFile()) throw unusableState(file, "it is not a file.");
        return entry === undefined ? undefined : readFileSync(file, "utf8");
      } catch (thrown) {
        throw thrown instanceof UsageError ? thrown : unusableState(file, `${reasonOf(thrown)}.`);
      }
    },
    save: (text) => writeWholeFile(file, text, "shared"),
  };
}

function unusableState(file: string | undefined, complaint: string): UsageError {
  return new UsageError(
    `--state ${String(file)} cannot be used: ${complaint} Allowed: a file that this emulator wrote, or a new one in a folder that is there and can be written to.`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens on it",
  EACCES: "this user has no right to it",
  ENOENT: "its folder is not there",
  ENOTDIR: "its folder is a file",
};

function reasonOf(thrown: unknown): string {
  return reasons[codeOf(thrown)] ?? String(thrown);
}

/** The system's code of an error; empty without one. */
function codeOf(thrown: unknown): string {
  return thrown instanceof Error ? ((thrown as NodeJS.ErrnoException).code ?? "") : "";
}

function parseFile(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("It must be the name of a file.");
}

function parseHost(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("It must be an address of this machine; 0.0.0.0 means all of them.");
}

function parseAllowedHost(text: string, earlier: readonly string[]): readonly string[] {
  const isName = !/[:[\]]/.test(text) && hostIn(text) !== undefined;
  if (isName || isIP(text) === 6) return [...earlier, text];
  throw new InvalidArgumentError("It must be a name or an address, without a scheme and a port, e.g. dms.");
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a whole number from 0 to 65535.");
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (speed > 0 && Number.isFinite(speed)) return speed;
  throw new InvalidArgumentError("It must be a number above 0.");
}
