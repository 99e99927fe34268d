import type { AuthMode } from "./auth/authenticate";
import { createManualClock, createRealClock } from "./clock";
import { createHttpServer } from "./http/http-server";
import { InvalidInput } from "./invalid-input";
import type { JsonObject } from "./json-value";
import { Machine } from "./machine";
import { parseSeed, type SeedFile } from "./seed/seed";
import type { StateStore } from "./fleet/state-file";
import type { JournalEntry } from "./journal/entry";

/** Options of an emulator. */
export interface EmulatorOptions {
  /** The fleet at the start and after each reset. @default empty */
  readonly seed?: SeedFile | undefined;
  /** `manual`: time stands still until it is advanced. @default "real" */
  readonly clock?: "real" | "manual" | undefined;
  /** Divides every simulated duration. @default 1 */
  readonly speed?: number | undefined;
  /** The authentication that callers need. @default "none" */
  readonly auth?: AuthMode | undefined;
  /**
   * How long RESTARTING stays shown, in milliseconds of real time, after the first read that saw it, also if the restart is shorter. So
   * several watchers that look from time to time all see it. Only with a real clock. Not divided by `speed`.
   * @default 2000
   */
  readonly restartingShownMs?: number | undefined;
  /** Store of the fleet between runs; a saved fleet replaces the seed. @default the fleet is not stored */
  readonly stateStore?: StateStore | undefined;
  /**
   * Gets a sentence about each problem outside the calls: a state that could not be saved, a connection that could not be accepted.
   * @default no warnings
   */
  readonly warn?: ((text: string) => void) | undefined;
  /**
   * Further names and addresses, without a port, that requests may use, in addition to those of this machine and the host of `listen`. For
   * example the service name of a container network.
   * @default none
   */
  readonly allowHosts?: readonly string[] | undefined;
  /** The machine's clock, milliseconds since the epoch. @default Date.now */
  readonly now?: (() => number) | undefined;
}

/** The service in memory. */
export interface Emulator {
  /**
   * Starts to listen; port 0 takes a free one. The URL is one that programs of this machine can call, also when `host` means
   * every address. Rejects if the address cannot be used.
   */
  listen(options?: { readonly host?: string; readonly port?: number }): Promise<{ readonly url: string }>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
  /**
   * The calls since the last reset, oldest first. Every call that changes something is among them; `dropped` counts the others that did not
   * fit into memory.
   */
  journal(): readonly JournalEntry[];
  /** Number of read calls that the journal has dropped. */
  dropped(): number;
  /** Fleet, rules and clock as at the start, empty journal; tokens and key locks are forgotten. */
  reset(): void;
  /** The fleet in seed format, of one project or of all. It does not count as a read. */
  instances(projectId?: string): JsonObject;
  /** Replaces the fleet, and users and keys if the seed names them. Throws `InvalidInput`. */
  replaceInstances(seed: SeedFile): void;
  /** Replaces the fault rules (wire format). Throws `InvalidInput`. */
  setFaults(rules: unknown): void;
  /** Moves a manual clock on by simulated milliseconds. Throws on a real one. */
  advance(ms: number): void;
}

/**
 * Makes an emulator that does not listen yet. Throws `InvalidInput` for a seed or speed it cannot use, `UnusableState` for a saved state.
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const speed = options.speed ?? 1;
  if (!(speed > 0 && Number.isFinite(speed))) throw new InvalidInput("speed", "must be a number above 0");
  const restartingShownMs = options.restartingShownMs ?? 2_000;
  if (!(restartingShownMs >= 0 && Number.isFinite(restartingShownMs))) {
    throw new InvalidInput("restartingShownMs", "must be a number of milliseconds, 0 or more");
  }
  const now = options.now ?? Date.now;
  const warn = options.warn ?? (() => undefined);
  const machine = new Machine({
    seed: parseSeed(options.seed ?? {}),
    clock: options.clock === "manual" ? createManualClock(now) : createRealClock(now),
    speed,
    auth: options.auth ?? "none",
    restartingShownMs,
    stateStore: options.stateStore,
    warn,
  });
  const server = createHttpServer(machine, { allowHosts: options.allowHosts ?? [], warn });
  return {
    listen: ({ host = "127.0.0.1", port = 0 } = {}) => server.listen({ host, port }),
    close: () => server.close(),
    journal: () => machine.journal(),
    dropped: () => machine.dropped(),
    reset: () => machine.reset(),
    instances: (projectId = "") => JSON.parse(machine.instancesText(projectId, "seed").text) as JsonObject,
    replaceInstances: (seed) => void machine.replaceInstances(seed),
    setFaults: (rules) => void machine.setFaults(rules),
    advance: (ms) => {
      if (machine.advance(ms) === undefined) throw new InvalidInput("clock", "runs by itself and cannot be advanced");
    },
  };
}
