import { type Amount, parseAmount } from "../domain/amount";
import { parseDuration } from "../domain/duration";
import type { Action, Engine } from "../domain/instance";
import { UsageError } from "./usage-error";
import { checkInstances, parseInstance, parseInstances } from "./instances";
import type { ActRequest, BatchCommandLine, BatchRequest, NamedInstance } from "./request";

/** The result of the option parser. Texts are unchanged: this module judges them, so that all messages have one style. */
export interface BatchOptions {
  readonly action?: Action;
  readonly instance?: readonly string[];
  readonly instances?: string;
  readonly allFailure?: Engine;
  readonly allowDeletion?: boolean;
  readonly maxDeletions?: string;
  readonly forceDelete?: boolean;
  readonly maxUnavailable?: string;
  readonly canary?: string;
  readonly maxFailures?: string;
  readonly pauseBetween?: string;
  readonly minReadyTime?: string;
  readonly readyTimeout?: string;
  readonly timeout?: string;
  readonly results?: string;
  readonly unfinished?: string;
  readonly onFailure: "error" | "report";
  readonly json?: boolean;
  readonly endpoint?: string;
  readonly projectId?: string;
  readonly region?: string;
  readonly apiVersion?: string;
  readonly pollInterval?: string;
}

/** Reads a file's text; throws if it cannot be read. */
type ReadText = (path: string) => string;

/** Judges the options together. Throws `UsageError`, which names an option, its value and the allowed ones. */
export function readBatchOptions(options: BatchOptions, readText: ReadText): BatchCommandLine {
  refuseEmpty(options);
  const { endpoint, projectId, region, apiVersion, pollInterval, onFailure } = options;
  if (onFailure === "report" && options.results === undefined) {
    throw new UsageError(
      '--on-failure is "report", and --results is not set. Allowed: both, because a gate needs the file.',
    );
  }
  return {
    request: readRequest(options, readText),
    connection: { endpoint, projectId, region, apiVersion, pollInterval },
    resultsFile: options.results,
    unfinishedFile: options.unfinished,
    json: options.json === true,
    onFailure,
  };
}

function readRequest(options: BatchOptions, readText: ReadText): BatchRequest {
  const { action, allFailure } = options;
  if (allFailure !== undefined) {
    refuseOthers(options, `--all-failure ${allFailure}`, purgeHasNo);
    requireConsent(options, `--all-failure ${allFailure}`);
    const maxDeletions = count("--max-deletions", options.maxDeletions);
    return {
      kind: "purge",
      engine: allFailure,
      maxDeletions,
      timeoutMs: positive("--timeout", options.timeout, "60m"),
    };
  }
  if (action === undefined) {
    throw new UsageError(
      "Neither --action nor --all-failure is given. Allowed: --action restart, --action delete, or --all-failure ENGINE.",
    );
  }
  if (action === "restart") refuseOthers(options, "--action restart", restartHasNo);
  else requireConsent(options, "--action delete");
  const instances = [...(options.instance ?? []).map(parseInstance), ...listed(options.instances, readText)];
  checkInstances(instances);
  checkDeletions(options, action, instances);
  return actRequest(options, action, instances);
}

function actRequest(options: BatchOptions, action: Action, instances: readonly NamedInstance[]): ActRequest {
  return {
    kind: "act",
    action,
    instances,
    forceDelete: options.forceDelete === true,
    maxUnavailable: amount("--max-unavailable", options.maxUnavailable ?? "100%", 1),
    canary: count("--canary", options.canary) ?? 0,
    maxFailures: amount("--max-failures", options.maxFailures ?? "0", 0),
    pauseBetweenMs: duration("--pause-between", options.pauseBetween, "0s"),
    minReadyMs: duration("--min-ready-time", options.minReadyTime, "0s"),
    readyTimeoutMs: positive("--ready-timeout", options.readyTimeout, "20m"),
    timeoutMs: positive("--timeout", options.timeout, "60m"),
  };
}

/** The instances of JSON text, if the source begins like an object, else of a file. */
function listed(source: string | undefined, readText: ReadText): readonly NamedInstance[] {
  if (source === undefined) return [];
  if (source.trimStart().startsWith("{")) return parseInstances(source, "a string");
  let text: string;
  try {
    text = readText(source);
  } catch (thrown) {
    throw new UsageError(`--instances is ${JSON.stringify(source)}, which cannot be read: ${String(thrown)}.`);
  }
  return parseInstances(text, JSON.stringify(source));
}

type OptionKey = keyof BatchOptions;

const rolloutOptions = [
  "forceDelete",
  "maxUnavailable",
  "canary",
  "maxFailures",
  "pauseBetween",
  "minReadyTime",
  "readyTimeout",
] as const satisfies readonly OptionKey[];
const purgeHasNo: readonly OptionKey[] = ["action", "instance", "instances", ...rolloutOptions];
const restartHasNo: readonly OptionKey[] = ["allowDeletion", "maxDeletions", "forceDelete"];

/** Refuses options that would be ignored, because the user misunderstands them. */
function refuseOthers(options: BatchOptions, mode: string, without: readonly OptionKey[]): void {
  const given = without.find((key) => options[key] !== undefined);
  if (given === undefined) return;
  const allowed = `${mode} without --${kebab(given)}`;
  throw new UsageError(
    `--${kebab(given)} is given together with ${mode}, where it means nothing. Allowed: ${allowed}.`,
  );
}

function kebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Refuses an empty value: the user meant to set one, and the environment or a default would replace it. */
function refuseEmpty(options: BatchOptions): void {
  for (const [key, value] of Object.entries(options)) {
    if (typeof value !== "string" || value.trim() !== "") continue;
    throw refused(`--${kebab(key)}`, value, "a value that is not empty, or to leave the option out");
  }
}

function requireConsent(options: BatchOptions, mode: string): void {
  if (options.allowDeletion === true) return;
  throw new UsageError(
    `${mode} is given without --allow-deletion. Allowed: both, as consent: deletion destroys data without backup.`,
  );
}

function checkDeletions(options: BatchOptions, action: Action, instances: readonly NamedInstance[]): void {
  const limit = count("--max-deletions", options.maxDeletions);
  if (action !== "delete" || limit === undefined || instances.length <= limit) return;
  throw new UsageError(
    `--max-deletions is ${limit}, and ${instances.length} ${instances.length === 1 ? "instance is" : "instances are"} named for deletion. Allowed: ${limit} at most.`,
  );
}

function count(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw refused(option, text, "a whole number, 0 or more");
}

function amount(option: string, text: string, least: 0 | 1): Amount {
  const parsed = parseAmount(text);
  if (parsed !== undefined && parsed.value >= least) return parsed;
  throw refused(option, text, `a number of instances such as ${least}, or a share from ${least}% to 100%`);
}

function duration(option: string, text: string | undefined, fallback: string): number {
  const durationMs = parseDuration(text ?? fallback);
  if (durationMs !== undefined) return durationMs;
  throw refused(option, text ?? fallback, "a duration such as 0s, 90s or 1h30m");
}

function positive(option: string, text: string | undefined, fallback: string): number {
  const durationMs = parseDuration(text ?? fallback);
  if (durationMs !== undefined && durationMs > 0) return durationMs;
  throw refused(option, text ?? fallback, "a duration such as 90s, 20m or 1h30m, longer than zero");
}

function refused(option: string, received: string, allowed: string): UsageError {
  return new UsageError(`${option} is ${JSON.stringify(received)}. Allowed: ${allowed}.`);
}
