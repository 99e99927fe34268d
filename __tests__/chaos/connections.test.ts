import fc from "fast-check";
import { createDmsClient } from "../../lib/client/dms-client";
import { createRollout } from "../../lib/domain/rollout/rollout";
import { recordsSoFar } from "../../lib/domain/rollout/records";
import { createEmulator } from "../../lib/emulator/emulator";
import { runRollout } from "../../lib/rollout/run-rollout";
import { numberedId, numberedSeed } from "../support/acceptance/fleet";
import { projectId } from "../support/acceptance/workspace";
import { randomRuns } from "../support/chaos/random-runs";
import { type Cut, type CutCall, startCuttingProxy } from "../support/chaos/cutting-proxy";
import { Exchanges } from "../support/chaos/exchanges";
import { clientConfig } from "../support/client/fixture-config";
import { VirtualClock } from "../support/rollout/clock";
import { inWaves, minuteMs, usualSettings } from "../support/rollout/run";

const size = 4;
const ids = Array.from({ length: size }, (_, index) => numberedId(index + 1));

/** A request has some 450 bytes here and an answer some 500. A cut behind the last byte does not happen. */
const place = fc.integer({ min: 0, max: 600 });
const anyCut: fc.Arbitrary<Cut> = fc.oneof(
  { weight: 8, arbitrary: place.map((afterBytes): Cut => ({ kind: "request", afterBytes })) },
  { weight: 8, arbitrary: place.map((afterBytes): Cut => ({ kind: "answer", afterBytes })) },
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 4 * minuteMs }).map((byMs): Cut => ({ kind: "late", byMs })) },
  { weight: 2, arbitrary: fc.constant<Cut>({ kind: "doubled" }) },
  { weight: 1, arbitrary: fc.constant<Cut>({ kind: "silence" }) },
  { weight: 2, arbitrary: fc.constant<Cut>({ kind: "greeting" }) },
);
/** The batch call, or one of the reads around it. */
const anyCall: fc.Arbitrary<CutCall> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<CutCall>("action") },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 }) },
);
/** The service's own answer, if the call gets through to it. */
const anyAnswer = fc.option(fc.constantFrom(500, 502, 503, 504), { freq: 4 });

interface Story {
  readonly call: CutCall;
  readonly cut: Cut;
  readonly status: number | null;
  readonly waveSize: number;
  readonly chance: number;
}

/**
 * One rollout of a small fleet over a network that breaks once. Service, client and rollout share a clock that stands still while an exchange
 * is under way. So nothing but a silence takes real time, and a slow machine changes nothing.
 */
async function rollOut({ call, cut, status, waveSize, chance }: Story) {
  const clock = new VirtualClock();
  const emulator = createEmulator({ seed: numberedSeed(size), speed: 4, now: () => clock.now(), restartingShownMs: 0 });
  const { url } = await emulator.listen();
  if (status !== null) emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { status } }]);
  const proxy = await startCuttingProxy(url, { call, cut }, (ms) => clock.pass(ms));
  const exchanges = new Exchanges();
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => clock.sleep(ms, signal);
  const pacing = { now: () => clock.now(), sleep, random: () => chance };
  const requestTimeoutMs = cut.kind === "silence" ? 1_000 : 10 * minuteMs;
  const config = { project: { kind: "id", id: projectId }, requestTimeoutMs, maxRetries: 3 } as const;
  const client = createDmsClient(clientConfig(proxy.url, config), { pacing, holds: exchanges.holds(pacing) });
  try {
    const { runTimeoutMs, ...rest } = { ...usualSettings, runTimeoutMs: 600 * minuteMs };
    const settings = { ...rest, readyTimeoutMs: 8 * minuteMs, pollIntervalMs: 60_000, maxFailures: size };
    const rules = { ...settings, maxUnavailable: waveSize, runDeadlineMs: clock.now() + runTimeoutMs };
    const rollout = createRollout(inWaves(ids, waveSize), rules, new Map(), new Map());
    const ports = { api: client, clock, progress: () => undefined };
    const running = runRollout(rollout, ports, new AbortController().signal);
    const finished = await clock.run(running, () => exchanges.underWay());
    const actions = emulator.journal().filter(({ path }) => path.endsWith("/instances/action"));
    return { records: recordsSoFar(finished, clock.now()), actions, hasCut: proxy.hasCut() };
  } finally {
    await client.close();
    await proxy.close();
    await emulator.close();
  }
}

/** The ids of a journalled call, and of those the service has accepted. */
function idsOf({ body, status }: { readonly body: unknown; readonly status: number | null }) {
  const named = (body as { readonly instances?: readonly string[] }).instances ?? [];
  return { named, accepted: status === null || status < 300 ? named : [] };
}

/** The flaw of a story; `undefined` if it ended well. */
async function flawOf(story: Story): Promise<unknown> {
  const { records, actions, hasCut } = await rollOut(story);
  if (!hasCut) return { story, flaw: "nothing was cut" };
  const calls = actions.map(idsOf);
  const named = calls.flatMap((call) => call.named);
  if (new Set(named).size < named.length) return { story, sentTwice: named };
  const accepted = new Set(calls.flatMap((call) => call.accepted));
  const wrong = ids.filter((id) => (records.get(id)?.result === "success") !== accepted.has(id));
  return wrong.length === 0 ? undefined : { story, actions, wrong: wrong.map((id) => records.get(id)) };
}

const atOnce = 25;

describe("a call whose connection breaks, is late or answers twice, at any byte", () => {
  const runs = randomRuns(60);

  test(
    `a batch call is never made a second time, and reads decide its fate (${runs.numRuns} places)`,
    async () => {
      const story = fc.record({
        call: anyCall,
        cut: anyCut,
        status: anyAnswer,
        waveSize: fc.integer({ min: 1, max: size }),
        chance: fc.double({ min: 0, max: 0.999, noNaN: true }),
      });
      const stories = fc.sample(story, runs);
      for (let start = 0; start < stories.length; start += atOnce) {
        const flaws = await Promise.all(stories.slice(start, start + atOnce).map(flawOf));
        expect(flaws.filter((flaw) => flaw !== undefined)).toEqual([]);
      }
    },
    60_000 + runs.numRuns * 1_000,
  );
});
