import { median } from "./median";

/** A measurement and its floor, in milliseconds. */
export interface Comparison {
  readonly name: string;
  readonly oursMs: number;
  readonly floorMs: number;
}

/**
 * Medians of both, measured in turns, so that a busy machine affects both. Each runs once before the measurement, to warm the file system.
 */
export async function compare(
  name: string,
  runs: number,
  ours: () => Promise<number>,
  floor: () => Promise<number>,
): Promise<Comparison> {
  await floor();
  await ours();
  const floorMs: number[] = [];
  const oursMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    floorMs.push(await floor());
    oursMs.push(await ours());
  }
  return { name, oursMs: median(oursMs), floorMs: median(floorMs) };
}

/** The measurement divided by its floor. Pure. */
export function ratio({ oursMs, floorMs }: Comparison): number {
  return oursMs / floorMs;
}
