import { connectionRules, type SettingRule } from "../../domain/connection/connection";
import { parseDuration } from "../../domain/duration";
import { shownValue } from "../../domain/texts/shown-value";
import { configProblem, type ConfigProblem } from "./config-problem";
import type { Gathered, GatheredSettings } from "./sources/gather-settings";
import type { SettingKey } from "./sources/settings";
import type { ApiVersion } from "../client-config";

/** Collects problems, so that a user sees all of them at once. */
export type Report = (problem: ConfigProblem) => void;

/** Two kinds of problems. A missing value is not reported if the file that might contain it cannot be read. */
export interface Reports {
  /** Gets values that are not allowed. */
  readonly wrong: Report;
  /** Gets settings that are missing. */
  readonly missing: Report;
}

/** The value of a setting if its rule allows it; otherwise reports the received value and the allowed ones. */
export function checkText(
  gathered: GatheredSettings,
  key: SettingKey,
  { allows, allowed }: SettingRule,
  report: Report,
): string | undefined {
  const setting = gathered.get(key);
  if (setting === undefined || allows(setting.value)) return setting?.value;
  report(configProblem([key], describeRefused(setting, allowed)));
  return undefined;
}

/** `"eu de" (from OS_REGION_NAME) is not allowed: …` */
function describeRefused(setting: Gathered, allowed: string): string {
  return `${shownValue(setting.value)} (from ${setting.origin}) is not allowed: it must be ${allowed}.`;
}

export function checkApiVersion(gathered: GatheredSettings, report: Report): ApiVersion {
  const isVersion = (text: string): text is ApiVersion => text === "v1.0" || text === "v2";
  const version = checkText(gathered, "apiVersion", { allows: isVersion, allowed: '"v1.0" or "v2"' }, report);
  return version !== undefined && isVersion(version) ? version : "v1.0";
}

/** Whether the service's own records of tasks are read. */
export function checkTaskRecords(gathered: GatheredSettings, report: Report): boolean {
  return checkText(gathered, "taskRecords", connectionRules.taskRecords, report) !== "off";
}

/** The store in which calls are recorded before they are sent. */
export function checkJournal(gathered: GatheredSettings, report: Report): "file" | "pg" {
  return checkText(gathered, "journal", connectionRules.journal, report) === "pg" ? "pg" : "file";
}

/** A duration setting in milliseconds. */
export function checkDuration(
  gathered: GatheredSettings,
  key: "requestTimeout" | "pollInterval",
  defaultMs: number,
  report: Report,
): number {
  const text = checkText(gathered, key, connectionRules[key], report);
  return text === undefined ? defaultMs : (parseDuration(text) ?? defaultMs);
}

export function checkMaxRetries(gathered: GatheredSettings, report: Report): number {
  const text = checkText(gathered, "maxRetries", connectionRules.maxRetries, report);
  return text === undefined ? 4 : Number(text);
}

export function checkInsecure(gathered: GatheredSettings, report: Report): boolean {
  const words = new Map([...yes.map((word) => [word, true] as const), ...no.map((word) => [word, false] as const)]);
  const allows = (text: string): boolean => words.has(text.toLowerCase());
  const text = checkText(gathered, "insecure", { allows, allowed: "true or false" }, report);
  return text !== undefined && words.get(text.toLowerCase()) === true;
}

const yes = ["true", "1", "yes", "on", "t", "y"];
const no = ["false", "0", "no", "off", "f", "n"];
