import { isCallFailure } from "../domain/call-failure";
import type { InstanceId } from "../domain/instance";
import type { Task } from "../domain/task";
import type { Rollout } from "../domain/rollout/rollout";
import type { Step } from "../domain/rollout/step";
import { callTimeOf, type TaskAnswer, tasksAsked } from "../domain/rollout/task-asks";
import type { RolloutPorts } from "./ports";
import { reported } from "./reported";
import { limitedTo } from "./time-limits";

/** Time limit for reading the service's records. They are further evidence, so a run does not wait long for them. */
const longestAskMs = 30_000;

/** Asks for the task records of these members, each once, and takes them in. A run goes on without them. */
export async function askTasks(
  rollout: Rollout,
  { ids }: Extract<Step, { kind: "ask-tasks" }>,
  ports: RolloutPorts,
  stop: AbortSignal,
): Promise<Rollout> {
  const { api, clock, progress } = ports;
  const leftMs = Math.max(0, rollout.settings.runDeadlineMs - clock.now());
  const limit = limitedTo(stop, clock, Math.min(leftMs, longestAskMs));
  try {
    const answers = await answersTo(rollout, ids, ports, limit.signal);
    if (stop.aborted) return rollout;
    const nowMs = clock.now();
    const after = tasksAsked(rollout, answers, (api.serviceNow() ?? nowMs) - nowMs, nowMs);
    const untold = [...answers.values()].find((answer) => answer.kind === "untold");
    if (untold !== undefined) {
      await progress({ kind: "tasks-unread", message: untold.failure.message, isFinal: !after.asksTasks });
    }
    return await reported(rollout, after, ports);
  } finally {
    limit.release();
  }
}

/** Most ids that are asked about at once. */
const askedAtOnce = 8;

/**
 * Asks for the service's records of these instances, each since its own time and once. If the service does not give the records of one,
 * that instance is absent and no more are asked for. Never rejects because of the service.
 */
export async function tasksSince(
  since: ReadonlyMap<InstanceId, number>,
  { api, clock }: Pick<RolloutPorts, "clock"> & { readonly api: Pick<RolloutPorts["api"], "tasks"> },
  stop: AbortSignal,
): Promise<ReadonlyMap<InstanceId, readonly Task[]>> {
  if (since.size === 0) return new Map();
  const limit = limitedTo(stop, clock, longestAskMs);
  const told = new Map<InstanceId, readonly Task[]>();
  const ask = async ([id, sinceMs]: readonly [InstanceId, number]): Promise<void> => {
    try {
      told.set(id, await api.tasks(id, sinceMs, limit.signal));
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
    }
  };
  const asked = [...since];
  for (let start = 0; start < asked.length && told.size === start; start += askedAtOnce) {
    await Promise.all(asked.slice(start, start + askedAtOnce).map(ask));
  }
  limit.release();
  return told;
}

async function answersTo(
  rollout: Rollout,
  ids: readonly InstanceId[],
  { api }: RolloutPorts,
  signal: AbortSignal,
): Promise<ReadonlyMap<InstanceId, TaskAnswer>> {
  const ask = async (id: InstanceId): Promise<TaskAnswer> => {
    try {
      return { kind: "told", tasks: await api.tasks(id, callTimeOf(rollout, id), signal) };
    } catch (thrown) {
      if (!isCallFailure(thrown)) throw thrown;
      return { kind: "untold", failure: thrown };
    }
  };
  return new Map(await Promise.all(ids.map(async (id) => [id, await ask(id)] as const)));
}
