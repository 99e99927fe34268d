import type { Rollout } from "../domain/rollout/rollout";
import { newlyFinished, newlyLeft } from "../domain/rollout/members";
import { recordsSoFar } from "../domain/rollout/records";
import type { Records, RolloutPorts } from "./ports";

/** The records of a rollout as it stands, computed on request. */
export function recordsOf(rollout: Rollout, { clock }: RolloutPorts): Records {
  return () => recordsSoFar(rollout, clock.now());
}

/** Reports the members that just left their status and those that just finished. Answers `after`. */
export async function reported(before: Rollout, after: Rollout, ports: RolloutPorts): Promise<Rollout> {
  const records = recordsOf(after, ports);
  const ids = newlyLeft(before, after);
  if (ids.length > 0) await ports.progress({ kind: "left", ids, records });
  const finished = newlyFinished(before, after);
  if (finished.length > 0) await ports.progress({ kind: "finished", finished, records });
  return after;
}
