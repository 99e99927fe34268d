/** The seed of randomised suites: CHAOS_SEED, or a new one that is printed. */
export function chaosSeed(): number {
  const given = process.env["CHAOS_SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  if (!Number.isInteger(seed)) throw new Error(`CHAOS_SEED must be a whole number, got ${JSON.stringify(given)}`);
  process.stderr.write(`CHAOS_SEED=${seed}\n`);
  return seed;
}

/** How many runs a randomised test makes: CHAOS_RUNS, or few enough for every run of the suite. */
export function chaosRuns(usual: number): number {
  const given = process.env["CHAOS_RUNS"];
  const runs = given === undefined ? usual : Number(given);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`CHAOS_RUNS must be a whole number above 0, got ${JSON.stringify(given)}`);
  return runs;
}
