import { type Amount, resolveAmount } from "../amount";
import type { Due } from "./judge";
import type { InstanceId } from "../instance";
import { classifyStatus } from "../status";

/**
 * Order and waves of the due actions.
 *
 *  W1  Verifications come first, together: their instances are already down because of us.
 *  W2  Then restarts, then deletions; never both in one wave.
 *  W3  Restarts for health alone come first, without a canary: they say nothing about the others, and their instances serve no clients. The
 *      other restarts: unhealthy (ERROR) first, then those that are not RUNNING, then by name. An instance that is already down, perhaps
 *      because of an earlier run, is back before another goes. Deletions: by name.
 *  W4  With a canary, the first wave of the other restarts has at most `canary` members, all of them well (RUNNING) before, by name; if no
 *      instance is well, there is no such wave. In a run without restarts the canary wave has the first deletions, by name. It never has
 *      more than maxUnavailable members.
 *  W5  No wave that sends has more than maxUnavailable members; a share counts all declared instances, is rounded down, and is at least 1.
 */
export interface WaveSettings {
  readonly maxUnavailable: Amount;
  readonly canary: number;
  /** Number of declared instances; a share is a part of it. */
  readonly fleetSize: number;
}

/** A due action with its wave, counted from 1. */
export interface Planned extends Due {
  readonly wave: number;
}

/** Every due action exactly once, in execution order, with ascending waves. */
export function assignWaves(
  due: readonly Due[],
  statuses: ReadonlyMap<InstanceId, string>,
  settings: WaveSettings,
): readonly Planned[] {
  const health = ({ id }: Due): number => healthOf(statuses.get(id));
  const byName = (a: Due, b: Due): number => (a.name < b.name ? -1 : 1);
  const of = (verb: Due["verb"]): Due[] => due.filter((item) => item.verb === verb).sort(byName);

  const verifications = of("verify");
  const size = waveSize(settings.maxUnavailable, settings.fleetSize);
  const canary = Math.min(Math.floor(settings.canary), size);
  const restarts = of("restart");
  const forHealth = restarts.filter((each) => each.forHealth === true);
  const others = restarts.filter((each) => each.forHealth !== true);
  const canaries = others.filter((each) => health(each) === 2).slice(0, canary);
  const isCanary = new Set(canaries);
  const afterCanaries = others.filter((each) => !isCanary.has(each)).sort((a, b) => health(a) - health(b));
  const waves = [
    verifications,
    ...chunk(forHealth, size),
    canaries,
    ...chunk(afterCanaries, size),
    ...chunk(of("delete"), size, restarts.length === 0 ? canary : 0),
  ].filter(({ length }) => length > 0);
  return waves.flatMap((members, index) => members.map((item) => ({ ...item, wave: index + 1 })));
}

/** 0 for an unhealthy instance. An instance that was never looked at counts as healthy. */
function healthOf(status: string | undefined): number {
  const statusClass = status === undefined ? "ready" : classifyStatus(status);
  if (statusClass === "faulty") return 0;
  return statusClass === "ready" ? 2 : 1;
}

/** How many instances max_unavailable allows to be down at once (W5). */
export function waveSize(maxUnavailable: Amount, fleetSize: number): number {
  return Math.max(1, resolveAmount(maxUnavailable, fleetSize));
}

/** Parts of at most `size` (1 or more), the first of at most `first` if that is above 0. Order is kept. */
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
