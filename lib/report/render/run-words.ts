import { describeDuration } from "../../domain/duration";
import type { Run, Wave } from "../report";

// The words about runs, the same in every format. They need no escaping. All pure.

/** The introduction of several runs. */
export const severalRuns =
  "Newest run first. State keeps the last action on each instance only: a run shows those whose last action it was.";

/** `of`: number of recorded runs, here and below. */
export function describeRunHeading(run: Run, of: number): string {
  if (of === 1) return "Last run";
  return `Run ${run.number} of ${of}${isNewest(run, of) ? ", the newest" : ""}`;
}

export function describeRun(run: Run, of: number): string {
  const started = isNewest(run, of) ? "Started" : "Of those whose last action it was: started";
  return `${started} ${run.startedAt}, took ${describeDuration(run.tookMs)}.`;
}

/** A wave in words. A later run may have taken members from any run except the newest. */
export function describeWave({ wave, members, successes, fromMs, toMs }: Wave, run: Run, of: number): string {
  const from = fromMs === 0 ? "0s" : describeDuration(fromMs);
  const proven = isNewest(run, of)
    ? `${successes} of ${members} proven`
    : `${successes} proven of ${members} still recorded`;
  return `wave ${wave}, from ${from} to ${describeDuration(toMs)}: ${proven}`;
}

function isNewest({ number }: Run, of: number): boolean {
  return number === of;
}
