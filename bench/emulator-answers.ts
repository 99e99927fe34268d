import { createEmulator } from "../lib/emulator/emulator";
import type { Cost } from "./compared";
import { fleetSeed, projectId } from "./fleet";
import type { Expectation } from "./goals";
import { median } from "./median";

/** The answers of an emulator with a large fleet: medians. */
export interface EmulatorAnswers {
  readonly size: number;
  /** The whole fleet, in API v1.0. */
  readonly list: Cost;
  /** A page of API v2, anywhere in the fleet. */
  readonly page: Cost;
}

/** The most that an answer may take, in milliseconds. */
const goalsMs = { list: 300, page: 50 } as const;
const pageSize = 50;

/** Asks an emulator in this process; the costs are those of both sides. */
export async function measureEmulator(size: number, turns: number): Promise<EmulatorAnswers> {
  const emulator = createEmulator({ seed: fleetSeed(size) });
  try {
    const { url } = await emulator.listen();
    const ask = async (path: string): Promise<Cost> => {
      const [startedMs, before] = [performance.now(), process.cpuUsage()];
      const answer = await fetch(url + path);
      await answer.arrayBuffer();
      const { user, system } = process.cpuUsage(before);
      if (!answer.ok) throw new Error(`GET ${path} was answered HTTP ${answer.status}`);
      return { ms: performance.now() - startedMs, processorMs: (user + system) / 1_000 };
    };
    const list = `/v1.0/${projectId}/instances?includeFailure=true`;
    const page = (turn: number): string =>
      `/v2/${projectId}/instances?limit=${pageSize}&offset=${Math.floor((turn * (size - pageSize)) / turns)}`;
    return {
      size,
      list: await medianOf(turns, () => ask(list)),
      page: await medianOf(turns, (turn) => ask(page(turn))),
    };
  } finally {
    await emulator.close();
  }
}

async function medianOf(turns: number, ask: (turn: number) => Promise<Cost>): Promise<Cost> {
  await ask(0);
  const costs: Cost[] = [];
  for (let turn = 1; turn <= turns; turn += 1) costs.push(await ask(turn));
  return {
    ms: median(costs.map(({ ms }) => ms)),
    processorMs: median(costs.map(({ processorMs = 0 }) => processorMs)),
  };
}

/** The goals of the answers, by the clock and by processor time. Pure. */
export function expectAnswers({ size, ...answers }: EmulatorAnswers): readonly Expectation[] {
  const names = { list: "a list in v1.0", page: "a page in v2" } as const;
  return (["list", "page"] as const).flatMap((kind) => {
    const { ms, processorMs = 0 } = answers[kind];
    const by = { "by the clock": ms, "by processor time": processorMs };
    return Object.entries(by).map(([measure, tookMs]) => ({
      text: `emulator with ${size} instances, ${names[kind]}, ${measure}: ${tookMs.toFixed(0)} ms, at most ${goalsMs[kind]}`,
      met: tookMs <= goalsMs[kind],
    }));
  });
}
