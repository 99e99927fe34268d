import { type CallFailure, isCallFailure } from "../domain/call-failure";
import type { Action, InstanceId } from "../domain/instance";
import type { ActionRecord } from "../domain/record";
import { currentMembers, inFlight, isOpen, type Rollout } from "../domain/rollout";
import {
  answered,
  callFailed,
  lookFailed,
  looked,
  runClosed,
  sending,
  stopAsked,
  waveBegun,
  waveClosed,
} from "../domain/rollout-events";
import { recordsSoFar } from "../domain/rollout-records";
import { nextStep } from "../domain/rollout-step";
import { graceSignal } from "./grace";
import { lookAtFleet, statusesOf } from "./look";
import type { Clock, InstanceApi, Progress } from "./ports";

/** After a stop, how long a call on its way may still be answered, and how long the last look may take. */
const stopGraceMs = 2_000;
const lastLookMs = 1_500;

export interface RolloutPorts {
  readonly api: InstanceApi;
  readonly clock: Clock;
  readonly progress: Progress;
}

/**
 * Does what `nextStep` says until every member has a record. Sends requests; never rejects for what the service does.
 * When `signal` aborts, no further call is sent; a call on its way is waited for briefly, one last look is made, and the
 * records say what is known.
 */
export async function runRollout(rollout: Rollout, ports: RolloutPorts, signal: AbortSignal): Promise<Rollout> {
  let current = rollout;
  for (;;) {
    if (signal.aborted && current.ending === undefined) current = stopAsked(await lookOnceMore(current, ports));
    const nowMs = ports.clock.now();
    const step = nextStep(current, nowMs);
    switch (step.kind) {
      case "done":
        return current;
      case "begin-wave":
        current = waveBegun(current, step.wave, nowMs);
        ports.progress({
          kind: "wave",
          wave: step.wave,
          of: current.waveCount,
          members: currentMembers(current).length,
        });
        break;
      case "look":
        current = await look(current, ports, signal);
        break;
      case "submit":
        current = await submit(current, step.action, step.ids, ports, signal);
        break;
      case "wait":
        await ports.clock.sleep(step.untilMs - nowMs, signal);
        break;
      case "close-wave":
        current = reported(current, waveClosed(current, nowMs), ports);
        break;
      case "close-run":
        current = reported(current, runClosed(current, step.ending, nowMs), ports);
        break;
    }
  }
}

async function look(rollout: Rollout, ports: RolloutPorts, signal: AbortSignal): Promise<Rollout> {
  const ids = currentMembers(rollout)
    .filter(isOpen)
    .map(({ target }) => target.id);
  try {
    const statuses = statusesOf(await lookAtFleet(ports.api, ids, signal));
    return reported(rollout, looked(rollout, statuses, ports.clock.now()), ports);
  } catch (thrown) {
    const failure = callFailure(thrown);
    if (failure.code === "interrupted" && signal.aborted) return rollout;
    ports.progress({ kind: "look-failed", message: failure.message });
    return lookFailed(rollout, failure, ports.clock.now());
  }
}

async function submit(
  rollout: Rollout,
  action: Action,
  ids: readonly InstanceId[],
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<Rollout> {
  const sent = sending(rollout, ids, ports.clock.now());
  ports.progress({ kind: "sending", action, ids, records: recordsSoFar(sent, ports.clock.now()) });
  const grace = graceSignal(signal, ports.clock, stopGraceMs);
  try {
    const answer = await ports.api.act(action, ids, { forceDelete: rollout.settings.forceDelete }, grace.signal);
    ports.progress({ kind: "answered", action, items: answer.items });
    return reported(sent, answered(sent, ids, answer, ports.clock.now()), ports);
  } catch (thrown) {
    const failure = callFailure(thrown);
    ports.progress({
      kind: "call-failed",
      action,
      ids,
      code: failure.code,
      fate: failure.fate,
      message: failure.message,
    });
    return reported(sent, callFailed(sent, ids, failure, ports.clock.now()), ports);
  } finally {
    grace.release();
  }
}

/** The look that a stopped run still makes, so that its records say whether what it sent shows an effect. */
async function lookOnceMore(rollout: Rollout, ports: RolloutPorts): Promise<Rollout> {
  if (inFlight(rollout).length === 0) return rollout;
  const limit = new AbortController();
  const done = new AbortController();
  void ports.clock.sleep(lastLookMs, done.signal).then(() => limit.abort());
  const after = await look(rollout, ports, limit.signal);
  done.abort();
  return after;
}

/** Tells which members just finished, with the records so far. */
function reported(before: Rollout, after: Rollout, ports: RolloutPorts): Rollout {
  const finished: ActionRecord[] = [];
  after.members.forEach((member, index) => {
    const earlier = before.members[index];
    if (member.phase.kind === "finished" && earlier !== undefined && isOpen(earlier))
      finished.push(member.phase.record);
  });
  if (finished.length > 0) {
    ports.progress({ kind: "finished", finished, records: recordsSoFar(after, ports.clock.now()) });
  }
  return after;
}

/** What a port throws is a call failure; anything else is a bug and must not be taken for one. */
function callFailure(thrown: unknown): CallFailure {
  if (isCallFailure(thrown)) return thrown;
  throw thrown;
}
