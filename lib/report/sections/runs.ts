import type { ActionEntry } from "./action-entry";
import type { Run, Wave } from "../report";

/** A longer pause than this between two waves counts as the time between two runs. Assumed: pauses are shorter. */
const longestPauseMs = 3_600_000;

/**
 * The runs that records come from, newest first. State keeps only the last action of each instance, so a run shows the records that no
 * later one has overwritten. Records of one run overlap in time or belong to rising waves.
 */
export function findRuns(entries: readonly ActionEntry[]): readonly Run[] {
  const timed = entries.flatMap((entry) => (isTimed(entry) ? [entry] : []));
  const groups: Group[] = [];
  for (const entry of timed.sort((a, b) => a.submittedMs - b.submittedMs || a.wave - b.wave)) {
    const last = groups.at(-1);
    if (last !== undefined && continues(last, entry)) join(last, entry);
    else groups.push(groupOf(entry));
  }
  return groups.map((group, index) => describeGroup(group, index + 1)).reverse();
}

type Timed = ActionEntry & { readonly submittedMs: number; readonly finishedMs: number };

/** The records of a run so far, with the values that decide whether the next record belongs to it. */
interface Group {
  readonly startMs: number;
  endMs: number;
  lastWave: number;
  readonly calls: Set<string>;
  readonly waves: Map<number, WaveSoFar>;
}

type WaveSoFar = { -readonly [field in keyof Wave]: Wave[field] };

function isTimed(entry: ActionEntry): entry is Timed {
  const { submittedMs, finishedMs } = entry;
  return submittedMs !== undefined && finishedMs !== undefined && submittedMs <= finishedMs;
}

function groupOf(first: Timed): Group {
  const { submittedMs: startMs, finishedMs: endMs, wave: lastWave } = first;
  const group = { startMs, endMs, lastWave, calls: new Set<string>(), waves: new Map<number, WaveSoFar>() };
  join(group, first);
  return group;
}

function continues({ endMs, lastWave, calls }: Group, next: Timed): boolean {
  if (next.submittedMs < endMs || calls.has(callOf(next))) return true;
  return next.wave > lastWave && next.submittedMs - endMs <= longestPauseMs;
}

function callOf({ wave, submittedMs }: Timed): string {
  return `${wave} ${submittedMs}`;
}

/** Adds an entry, which must not be earlier than the others of the group. */
function join(group: Group, entry: Timed): void {
  const { wave, submittedMs, finishedMs, result } = entry;
  group.endMs = Math.max(group.endMs, finishedMs);
  group.lastWave = Math.max(group.lastWave, wave);
  group.calls.add(callOf(entry));
  const fromMs = submittedMs - group.startMs;
  const known = group.waves.get(wave) ?? { wave, fromMs, toMs: fromMs, members: 0, successes: 0 };
  known.toMs = Math.max(known.toMs, finishedMs - group.startMs);
  known.members += 1;
  known.successes += Number(result === "success");
  group.waves.set(wave, known);
}

function describeGroup({ startMs, endMs, waves }: Group, number: number): Run {
  return {
    number,
    startedAt: new Date(startMs).toISOString(),
    tookMs: endMs - startMs,
    waves: [...waves.values()].sort((a, b) => a.wave - b.wave),
  };
}
