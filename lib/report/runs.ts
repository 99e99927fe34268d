import type { ActionEntry } from "./action-entry";
import type { Run, Wave } from "./report";

/** A pause longer than this between two waves is taken for the time between two runs. Assumed: pauses are shorter. */
const longestPauseMs = 3_600_000;

/**
 * The runs that records come from, newest first. State keeps the last action of each instance only, so a run shows as far as no
 * later one has overwritten it. Records of one run overlap in time, or belong to later and later waves. Pure.
 */
export function findRuns(entries: readonly ActionEntry[]): readonly Run[] {
  const timed = entries.flatMap((entry) => (isTimed(entry) ? [entry] : []));
  const groups: Timed[][] = [];
  let last: Timed[] = [];
  for (const entry of timed.sort((a, b) => a.submittedMs - b.submittedMs || a.wave - b.wave)) {
    if (last.length === 0 || !continues(last, entry)) groups.push((last = []));
    last.push(entry);
  }
  return groups.map(describeRun).reverse();
}

type Timed = ActionEntry & { readonly submittedMs: number; readonly finishedMs: number };

function isTimed(entry: ActionEntry): entry is Timed {
  const { submittedMs, finishedMs } = entry;
  return submittedMs !== undefined && finishedMs !== undefined && submittedMs <= finishedMs;
}

function continues(run: readonly Timed[], next: Timed): boolean {
  const endMs = Math.max(...run.map(({ finishedMs }) => finishedMs));
  if (next.submittedMs < endMs) return true;
  const lastWave = Math.max(...run.map(({ wave }) => wave));
  const inSameCall = run.some(({ wave, submittedMs }) => wave === next.wave && submittedMs === next.submittedMs);
  return inSameCall || (next.wave > lastWave && next.submittedMs - endMs <= longestPauseMs);
}

function describeRun(members: readonly Timed[]): Run {
  const startMs = Math.min(...members.map(({ submittedMs }) => submittedMs));
  const waves = [...new Set(members.map(({ wave }) => wave))].sort((a, b) => a - b);
  return {
    startedAt: new Date(startMs).toISOString(),
    tookMs: Math.max(...members.map(({ finishedMs }) => finishedMs)) - startMs,
    waves: waves.map((wave) =>
      describeWave(
        wave,
        members.filter((member) => member.wave === wave),
        startMs,
      ),
    ),
  };
}

function describeWave(wave: number, members: readonly Timed[], startMs: number): Wave {
  return {
    wave,
    fromMs: Math.min(...members.map(({ submittedMs }) => submittedMs)) - startMs,
    toMs: Math.max(...members.map(({ finishedMs }) => finishedMs)) - startMs,
    members: members.length,
    successes: members.filter(({ result }) => result === "success").length,
  };
}
