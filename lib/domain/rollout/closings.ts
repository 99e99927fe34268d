import type { Ending } from "./ending";
import { readyTimeOver } from "./reasons";
import { deadlineOf, quickLookMs, type Rollout } from "./rollout";
import { isUnsuccessful, mayBeDown } from "./budget";
import { changeOpen, finishedPhase } from "./members";
import { overdueRecord, recordsSoFar } from "./records";

// Beginnings and ends of waves and of the run. Every function here is pure and answers the rollout after the event.

/** Begins the next wave with a look. */
export function waveBegun(rollout: Rollout, nowMs: number): Rollout {
  const members = rollout.waves[rollout.wave] ?? [];
  return {
    ...rollout,
    wave: rollout.wave + 1,
    members,
    positions: new Map(members.map(({ target }, position) => [target.id, position])),
    waveBeganMs: nowMs,
    batches: [],
    nextLookMs: nowMs,
    lookEveryMs: quickLookMs(rollout.settings),
    tries: 0,
  };
}

/** Concludes the members whose time is over. */
export function overdueClosed(rollout: Rollout, nowMs: number): Rollout {
  const limit = readyTimeOver(rollout.settings.readyTimeoutMs);
  const members = changeOpen(rollout, (member, phase) =>
    deadlineOf(rollout, member) <= nowMs
      ? finishedPhase(overdueRecord(rollout, member.target, phase, limit, nowMs), phase)
      : phase,
  );
  // The time of all that wait for their turn is over at once.
  const isAnyQueued = members.some(({ phase }) => phase.kind === "queued");
  return { ...rollout, members, batches: isAnyQueued ? rollout.batches : [] };
}

/** Ends the current wave, whose members are all finished. The pause before the next one begins. */
export function waveEnded(rollout: Rollout, nowMs: number): Rollout {
  const { members, settings } = rollout;
  const records = members.flatMap(({ phase }) => (phase.kind === "finished" ? [phase.record] : []));
  const lingering = members.filter(mayBeDown).map(({ target, phase }) => ({
    id: target.id,
    isYetToLeave: phase.kind === "finished" && phase.isYetToLeave,
  }));
  return {
    ...rollout,
    members: [],
    positions: new Map(),
    finished: [...rollout.finished, ...records],
    failures: rollout.failures + members.filter(isUnsuccessful).length,
    lingering: [...rollout.lingering, ...lingering],
    batches: [],
    holdUntilMs: Math.max(rollout.holdUntilMs, nowMs + settings.pauseBetweenMs),
  };
}

/** Ends the run: concludes every open member and every one whose turn did not come. */
export function runClosed(rollout: Rollout, ending: Ending, nowMs: number): Rollout {
  const finished = [...recordsSoFar({ ...rollout, ending }, nowMs).values()];
  return { ...rollout, wave: rollout.waves.length, members: [], positions: new Map(), finished, batches: [], ending };
}

/** Asks the run to end without further calls. */
export function stopAsked(rollout: Rollout): Rollout {
  return { ...rollout, ending: { kind: "stopped" } };
}
