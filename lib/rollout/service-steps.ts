import { type CallFailure, interruptedCall, isCallFailure } from "../domain/call-failure";
import { deadlineOf, isInFlight, isOpen, type Rollout } from "../domain/rollout/rollout";
import { lookFailed, looked } from "../domain/rollout/looks";
import { answered, callFailed, leaving, sending, unrecorded } from "../domain/rollout/sends";
import { mayStillLeave, type Step } from "../domain/rollout/step";
import type { Action } from "../domain/instance";
import { patienceMs } from "../domain/sharing/shared-looks";
import { lookAtEach, statusesOf } from "./look";
import type { RolloutPorts } from "./ports";
import { recordsOf, reported } from "./reported";
import { graceAfter, limitedTo } from "./time-limits";

/** Time limit for the answer to a call on its way after a stop. */
const stopGraceMs = 2_000;
/** Time by which a look may exceed the run's deadline. */
const lateLookMs = 5_000;

/** Looks at the fleet once and takes in the result. A look that `stop` cuts short changes nothing. */
export async function look(rollout: Rollout, ports: RolloutPorts, stop: AbortSignal): Promise<Rollout> {
  const { api, clock, progress } = ports;
  const ids = rollout.members.filter(isOpen).map(({ target }) => target.id);
  const askedMs = clock.now();
  const leftMs = Math.max(0, rollout.settings.runDeadlineMs - askedMs);
  const limit = limitedTo(stop, clock, leftMs + lateLookMs);
  try {
    const options = { patienceMs: stop.aborted ? 0 : patienceOf(rollout, clock.now()) };
    const { found, unread } = await lookAtEach(api, ids, limit.signal, options);
    const [failure] = unread.values();
    if (failure !== undefined) {
      await progress({
        kind: "look-failed",
        message: `${unread.size} instances could not be read: ${failure.message}`,
      });
    }
    const nowMs = clock.now();
    const serviceNowMs = api.serviceNow();
    const aheadMs = serviceNowMs === undefined ? undefined : serviceNowMs - nowMs;
    const seen = looked(rollout, statusesOf(found), nowMs, unread, nowMs - askedMs, aheadMs);
    return await reported(rollout, seen, ports);
  } catch (thrown) {
    const failure = callFailure(thrown);
    if (stop.aborted) return rollout;
    await progress({ kind: "look-failed", message: failure.message });
    return lookFailed(rollout, failure, clock.now());
  } finally {
    limit.release();
  }
}

/** Time that a look may wait for the looks of other runs; zero if a call or a conclusion waits for it. */
function patienceOf(rollout: Rollout, nowMs: number): number {
  const open = rollout.members.filter(isOpen);
  if (!open.every(isInFlight)) return 0;
  const deadlines = open.map((member) => deadlineOf(rollout, member));
  return patienceMs(rollout.lookEveryMs, Math.min(rollout.settings.runDeadlineMs, ...deadlines) - nowMs);
}

/** Sends one batch call, once, and takes in its end. A stop leaves it a moment to be answered. */
export async function submit(
  rollout: Rollout,
  { action, ids }: Extract<Step, { kind: "submit" }>,
  ports: RolloutPorts,
  stop: AbortSignal,
): Promise<Rollout> {
  const { api, clock, progress } = ports;
  const sent = sending(rollout, ids, clock.now(), api.serviceNow());
  const lost = await progress({ kind: "sending", action, ids, records: recordsOf(sent, ports) });
  if (typeof lost === "string") return unrecorded(rollout, lost);
  const grace = graceAfter(stop, clock, stopGraceMs);
  let called = sent;
  const options = {
    forceDelete: rollout.settings.forceDelete,
    stop,
    onLeaving: () => {
      if (stop.aborted) throw heldUp(action, "it was interrupted before it was sent");
      if (!mayStillLeave(rollout, clock.now())) throw heldUp(action, `a login before it ${tookTooLong}`);
      called = leaving(sent, ids, clock.now(), api.serviceNow());
    },
  };
  try {
    if (!mayStillLeave(rollout, clock.now())) {
      throw heldUp(action, `recording it in the journal ${tookTooLong}`);
    }
    const answer = await api.act(action, ids, options, grace.signal);
    const after = answered(called, ids, answer, clock.now());
    await progress({ kind: "answered", action, items: answer.items, records: recordsOf(after, ports) });
    return await reported(sent, after, ports);
  } catch (thrown) {
    const failure = callFailure(thrown);
    const { code, fate, message } = failure;
    const after = callFailed(called, ids, failure, clock.now());
    await progress({ kind: "call-failed", action, ids, code, fate, message, records: recordsOf(after, ports) });
    return await reported(sent, after, ports);
  } finally {
    grace.release();
  }
}

const tookTooLong = "took so long that its last look has become too old, or that its time is over";

/** The failure of a call that may no longer leave. */
function heldUp(action: Action, why: string): CallFailure & Error {
  return interruptedCall("not-sent", `POST …/instances/action (${action}): ${why}. Nothing was done.`);
}

/** The call failure that a port threw. Any other thrown value is a bug and is thrown again. */
function callFailure(thrown: unknown): CallFailure {
  if (isCallFailure(thrown)) return thrown;
  throw thrown;
}
