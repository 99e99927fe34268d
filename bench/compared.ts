import { median } from "./median";

/** Something measured next to what it is compared with, in milliseconds. */
export interface Comparison {
  readonly name: string;
  readonly oursMs: number;
  readonly floorMs: number;
}

/**
 * Medians of both, measured in turns, so that a machine that is busy for a while is busy for both. Each is run once before, to
 * warm the file system.
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

/** Ours over the floor. Pure. */
export function ratio({ oursMs, floorMs }: Comparison): number {
  return oursMs / floorMs;
}
