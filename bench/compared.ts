import { median } from "./median";

/** The cost of one command. */
export interface Cost {
  /** By the clock. */
  readonly ms: number;
  /** Processor time, that of its children included; `undefined` where it is not known. */
  readonly processorMs?: number | undefined;
}

/** A measurement and its floor, in milliseconds. */
interface Pair {
  readonly oursMs: number;
  readonly floorMs: number;
}

/** A measurement next to its floor: medians. */
export interface Comparison {
  readonly name: string;
  /** The turns of which they are the medians. */
  readonly turns: number;
  readonly clock: Pair;
  readonly processor: Pair | undefined;
}

/** The length of a measurement: so many turns, and no further one after so many milliseconds. */
export interface Turns {
  readonly atMost: number;
  readonly withinMs: number;
  /** @default the clock of this process */
  readonly now?: () => number;
}

/**
 * Medians of both, measured in turns, so that a busy machine affects both. Each runs once before the measurement, to warm the file system.
 */
export async function compare(
  name: string,
  { atMost, withinMs, now = () => performance.now() }: Turns,
  ours: () => Promise<Cost>,
  floor: () => Promise<Cost>,
): Promise<Comparison> {
  await floor();
  await ours();
  const floors: Cost[] = [];
  const oursAll: Cost[] = [];
  const startedMs = now();
  do {
    floors.push(await floor());
    oursAll.push(await ours());
  } while (oursAll.length < atMost && now() - startedMs < withinMs);
  return {
    name,
    turns: oursAll.length,
    clock: { oursMs: median(oursAll.map(({ ms }) => ms)), floorMs: median(floors.map(({ ms }) => ms)) },
    processor: processorOf(oursAll, floors),
  };
}

function processorOf(ours: readonly Cost[], floors: readonly Cost[]): Pair | undefined {
  const known = (costs: readonly Cost[]): readonly number[] =>
    costs.flatMap(({ processorMs }) => (processorMs === undefined ? [] : [processorMs]));
  const [oursMs, floorMs] = [known(ours), known(floors)];
  if (oursMs.length < ours.length || floorMs.length < floors.length) return undefined;
  return { oursMs: median(oursMs), floorMs: median(floorMs) };
}

/** The measurement divided by its floor. Pure. */
export function ratio({ oursMs, floorMs }: Pair): number {
  return oursMs / floorMs;
}
