import { variableOf } from "../../../lib/domain/environment";

/**
 * How a randomised test runs, as fast-check takes it: from the seed of the whole run, and so many times the usual number.
 * CHAOS_SEED repeats a run (every run prints its own), CHAOS_TIMES makes a longer one. Throws for invalid values.
 */
export function randomRuns(usual: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: wholeNumber("CHAOS_SEED"), numRuns: usual * wholeNumber("CHAOS_TIMES", 1) };
}

/** Chooses the seed of a run, unless one is given, for this process and those it starts. Returns it. */
export function chooseSeed(): number {
  process.env["CHAOS_SEED"] ||= String(Math.floor(Math.random() * 2 ** 31));
  return wholeNumber("CHAOS_SEED");
}

function wholeNumber(variable: string, least?: number): number {
  const given = variableOf(process.env, variable) ?? least;
  const value = Number(given);
  if (Number.isInteger(value) && value >= (least ?? Number.MIN_SAFE_INTEGER)) return value;
  throw new Error(
    `${variable} must be a whole number${least === undefined ? "" : ` of at least ${least}`}, got ${JSON.stringify(given)}`,
  );
}
