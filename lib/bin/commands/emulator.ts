import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { createEmulator } from "../../emulator/emulator";
import { InvalidInput } from "../../emulator/invalid-input";
import type { SeedFile } from "../../emulator/seed";
import type { StateStore } from "../../emulator/state-file";
import { UsageError } from "../exit-codes";

interface EmulatorOptions {
  readonly port: number;
  readonly host: string;
  readonly seed?: string;
  readonly state?: string;
  readonly clock: "real" | "manual";
  readonly speed: number;
  readonly auth: "none" | "token" | "aksk" | "any";
}

export function emulatorCommand(): Command {
  return new Command("emulator")
    .description(
      "Runs an emulator of the service until it is interrupted. The first line on stdout is JSON with its URL; open the URL in a browser to see the fleet.",
    )
    .option("--port <number>", "port to listen on; 0 takes a free one", parsePort, 0)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--seed <file>", "JSON file with the fleet to start with")
    .option("--state <file>", "JSON file that keeps the fleet between runs; wins over the seed")
    .addOption(
      new Option("--clock <kind>", "manual: time passes only through POST /_emulator/clock")
        .choices(["real", "manual"])
        .default("real"),
    )
    .option("--speed <factor>", "divides every simulated duration", parseSpeed, 1)
    .addOption(
      new Option("--auth <mode>", "what callers must prove").choices(["none", "token", "aksk", "any"]).default("none"),
    )
    .action(runEmulator);
}

async function runEmulator(options: EmulatorOptions): Promise<void> {
  const emulator = createFrom(options);
  const { url } = await emulator.listen({ host: options.host, port: options.port });
  process.stdout.write(`${JSON.stringify({ url })}\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
  await emulator.close();
}

function createFrom(options: EmulatorOptions): ReturnType<typeof createEmulator> {
  const { clock, speed, auth } = options;
  try {
    return createEmulator({
      clock,
      speed,
      auth,
      warn: (text) => void process.stderr.write(`${text}\n`),
      ...(options.seed !== undefined && { seed: readSeed(options.seed) }),
      ...(options.state !== undefined && { stateStore: stateFile(options.state) }),
    });
  } catch (thrown) {
    if (thrown instanceof InvalidInput) throw new UsageError(thrown.message);
    throw thrown;
  }
}

function readSeed(file: string): SeedFile {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as SeedFile;
  } catch (thrown) {
    throw new UsageError(`--seed ${file} cannot be used: ${String(thrown)}`);
  }
}

function stateFile(file: string): StateStore {
  return {
    load: () => {
      try {
        return readFileSync(file, "utf8");
      } catch {
        return undefined;
      }
    },
    save: (text) => {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
    },
  };
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
