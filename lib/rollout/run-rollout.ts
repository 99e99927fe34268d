import { letsWatchOn } from "../domain/rollout/ending";
import { isInFlight, type Rollout } from "../domain/rollout/rollout";
import { overdueClosed, runClosed, stopAsked, waveBegun, waveEnded } from "../domain/rollout/closings";
import { nextStep, type Step } from "../domain/rollout/step";
import { askTasks } from "./ask-tasks";
import type { RolloutPorts } from "./ports";
import { reported } from "./reported";
import { look, submit } from "./service-steps";
import { limitedTo } from "./time-limits";

/** Time limit of the last look after a stop. */
const lastLookMs = 1_500;

/**
 * Obeys `nextStep` until every member has a record. Sends requests; never rejects because of the service. When `signal` aborts, no further
 * call is sent. The run waits briefly for a call on its way and makes one last look; the records hold the knowledge of that moment.
 */
export async function runRollout(rollout: Rollout, ports: RolloutPorts, signal: AbortSignal): Promise<Rollout> {
  const end = ports.api.beginRun?.((untilMs, calls) => void ports.progress({ kind: "held", untilMs, calls }));
  try {
    return await runToItsEnd(rollout, ports, signal);
  } finally {
    end?.();
  }
}

async function runToItsEnd(rollout: Rollout, ports: RolloutPorts, signal: AbortSignal): Promise<Rollout> {
  let current = rollout;
  for (;;) {
    const closes = current.ending !== undefined && !letsWatchOn(current.ending);
    if (signal.aborted && !closes) current = stopAsked(await lookOnceMore(current, ports));
    const step = nextStep(current, ports.clock.now());
    if (step.kind === "done") return current;
    current = await carriedOut(step, current, ports, signal);
  }
}

async function carriedOut(
  step: Exclude<Step, { kind: "done" }>,
  current: Rollout,
  ports: RolloutPorts,
  signal: AbortSignal,
): Promise<Rollout> {
  const nowMs = ports.clock.now();
  switch (step.kind) {
    case "begin-wave": {
      const next = waveBegun(current, nowMs);
      await ports.progress({ kind: "wave", wave: next.wave, of: next.waves.length, members: next.members.length });
      return next;
    }
    case "look":
      return look(current, ports, signal);
    case "submit":
      return submit(current, step, ports, signal);
    case "ask-tasks":
      return askTasks(current, step, ports, signal);
    case "wait":
      await ports.clock.sleep(step.untilMs - nowMs, signal);
      return current;
    case "close-overdue":
      return reported(current, overdueClosed(current, nowMs), ports);
    case "end-wave":
      return waveEnded(current, nowMs);
    case "close-run":
      return reported(current, runClosed(current, step.ending, nowMs), ports);
  }
}

/** The last look of a stopped run, so that its records say whether its calls show an effect. */
async function lookOnceMore(rollout: Rollout, ports: RolloutPorts): Promise<Rollout> {
  if (!rollout.members.some(isInFlight)) return rollout;
  const limit = limitedTo(new AbortController().signal, ports.clock, lastLookMs);
  try {
    return await look(rollout, ports, limit.signal);
  } finally {
    limit.release();
  }
}
