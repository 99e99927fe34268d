import { type Amount, resolveAmount } from "../amount";
import type { Due } from "./judge";
import type { InstanceId } from "../instance";
import { classifyStatus } from "../status";

/**
 * Order and waves of the due actions.
 *
 *  W1  Verifications come first, together: those instances are already down because of us.
 *  W2  Then restarts, then deletions; never both in one wave.
 *  W3  Restarts: unhealthy (ERROR) first, then others that are not RUNNING, then by name: who is down already, perhaps
 *      because of an earlier run, is back before anybody else goes. Deletions: by name.
 *  W4  The first sending wave has at most `canary` members (0: no canary), and never more than maxUnavailable.
 *  W5  No wave that sends has more than maxUnavailable members; a share is of all declared instances, rounded down, at least 1.
 */
export interface WaveSettings {
  readonly maxUnavailable: Amount;
  readonly canary: number;
  /** Number of declared instances, the whole that a share is of. */
  readonly fleetSize: number;
}

/** A due action with its wave, counted from 1. */
export interface Planned extends Due {
  readonly wave: number;
}

/** Every due action exactly once, in execution order, with ascending waves. Pure. */
export function assignWaves(
  due: readonly Due[],
  statuses: ReadonlyMap<InstanceId, string>,
  settings: WaveSettings,
): readonly Planned[] {
  const health = ({ id }: Due): number => healthOf(statuses.get(id));
  const byName = (a: Due, b: Due): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  const of = (verb: Due["verb"]): Due[] => due.filter((item) => item.verb === verb).sort(byName);

  const verifications = of("verify");
  const size = waveSize(settings.maxUnavailable, settings.fleetSize);
  const canary = Math.floor(settings.canary);
  const restarts = of("restart").sort((a, b) => health(a) - health(b));
  const restartWaves = chunk(restarts, size, canary);
  const deletionWaves = chunk(of("delete"), size, restarts.length === 0 ? canary : 0);
  const waves = [...(verifications.length > 0 ? [verifications] : []), ...restartWaves, ...deletionWaves];
  return waves.flatMap((members, index) => members.map((item) => ({ ...item, wave: index + 1 })));
}

/** 0 for an unhealthy one; an instance that was never looked at counts as well. */
function healthOf(status: string | undefined): number {
  const statusClass = status === undefined ? "ready" : classifyStatus(status);
  if (statusClass === "faulty") return 0;
  return statusClass === "ready" ? 2 : 1;
}

/** How many instances max_unavailable allows to be down at once (W5). Pure. */
export function waveSize(maxUnavailable: Amount, fleetSize: number): number {
  return Math.max(1, resolveAmount(maxUnavailable, fleetSize));
}

/** Parts of at most `size` (1 or more), the first of at most `first` when that is above 0. Order is kept. Pure. */
export function chunk<T>(items: readonly T[], size: number, first = 0): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  let start = 0;
  while (start < items.length) {
    const length = start === 0 && first > 0 ? Math.min(first, size) : size;
    parts.push(items.slice(start, start + length));
    start += length;
  }
  return parts;
}
