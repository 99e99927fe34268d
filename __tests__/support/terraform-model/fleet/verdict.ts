import type { Exclusion } from "./exclusions";
import { play } from "./history";
import * as properties from "./properties";
import type { Step } from "./steps";
import { tellSeen } from "./telling";

/** The names of the properties that a history is judged by. */
export type PropertyName = keyof typeof properties.all;

/** The violations that the properties found in a history, and the course of the history. */
export interface Verdict {
  readonly wrong: Readonly<Record<PropertyName, readonly string[]>>;
  /** Empty when nothing is wrong. */
  readonly told: readonly string[];
}

/** Plays a history and judges it by every property. */
export async function judge(steps: readonly Step[], exclusions: readonly Exclusion[] = []): Promise<Verdict> {
  const seen = await play(steps, exclusions);
  const judged = Object.entries(properties.all).map(([name, property]) => [name, property(seen)] as const);
  const isWrong = judged.some(([, wrong]) => wrong.length > 0);
  return {
    wrong: Object.fromEntries(judged) as Verdict["wrong"],
    told: isWrong ? tellSeen(seen) : [],
  };
}
