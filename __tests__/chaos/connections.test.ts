import fc from "fast-check";
import { realClock } from "../../lib/bin/real-clock";
import { createDmsClient } from "../../lib/client/dms-client";
import { createRollout } from "../../lib/domain/rollout/rollout";
import { recordsSoFar } from "../../lib/domain/rollout/records";
import { createEmulator } from "../../lib/emulator/emulator";
import { runRollout } from "../../lib/rollout/run-rollout";
import { numberedId, numberedSeed } from "../support/acceptance/fleet";
import { projectId } from "../support/acceptance/workspace";
import { randomRuns } from "../support/chaos/random-runs";
import { type Cut, startCuttingProxy } from "../support/chaos/cutting-proxy";
import { clientConfig } from "../support/client/fixture-config";
import { inWaves } from "../support/rollout/run";

const size = 4;
const ids = Array.from({ length: size }, (_, index) => numberedId(index + 1));

/** A request has some 450 bytes here and an answer some 500. A cut behind the last byte does not happen. */
const place = fc.integer({ min: 0, max: 600 });
const anyCut: fc.Arbitrary<Cut> = fc.oneof(
  { weight: 4, arbitrary: place.map((afterBytes): Cut => ({ kind: "request", afterBytes })) },
  { weight: 4, arbitrary: place.map((afterBytes): Cut => ({ kind: "answer", afterBytes })) },
  { weight: 1, arbitrary: fc.constant<Cut>({ kind: "silence" }) },
  { weight: 1, arbitrary: fc.constant<Cut>({ kind: "greeting" }) },
);
/** The service's own answer, if the call gets through to it. */
const anyAnswer = fc.option(fc.constantFrom(500, 502, 503, 504), { freq: 4 });

interface Story {
  readonly cut: Cut;
  readonly status: number | null;
  readonly waveSize: number;
}

/** One rollout of a small fleet over a network that breaks once. */
async function rollOut({ cut, status, waveSize }: Story) {
  const emulator = createEmulator({ seed: numberedSeed(size), speed: 4_000, restartingShownMs: 100 });
  const { url } = await emulator.listen();
  if (status !== null) emulator.setFaults([{ on: { operation: "action", times: 1 }, do: { status } }]);
  const proxy = await startCuttingProxy(url, cut);
  const client = createDmsClient(
    clientConfig(proxy.url, { project: { kind: "id", id: projectId }, requestTimeoutMs: 1_000, maxRetries: 3 }),
  );
  try {
    const settings = {
      maxUnavailable: waveSize,
      readyTimeoutMs: 5_000,
      minReadyMs: 0,
      pauseBetweenMs: 0,
      maxFailures: size,
      runDeadlineMs: realClock.now() + 60_000,
      pollIntervalMs: 20,
      forceDelete: false,
      readsTasks: true,
    };
    const rollout = createRollout(inWaves(ids, waveSize), settings, new Map(), new Map());
    const ports = { api: client, clock: realClock, progress: () => undefined };
    const finished = await runRollout(rollout, ports, new AbortController().signal);
    const actions = emulator.journal().filter(({ path }) => path.endsWith("/instances/action"));
    return { records: recordsSoFar(finished, realClock.now()), actions };
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
  const { records, actions } = await rollOut(story);
  const calls = actions.map(idsOf);
  const named = calls.flatMap((call) => call.named);
  if (new Set(named).size < named.length) return { story, sentTwice: named };
  const accepted = new Set(calls.flatMap((call) => call.accepted));
  const wrong = ids.filter((id) => (records.get(id)?.result === "success") !== accepted.has(id));
  return wrong.length === 0 ? undefined : { story, actions, wrong: wrong.map((id) => records.get(id)) };
}

const atOnce = 50;

describe("a batch call whose connection breaks at any place", () => {
  const runs = randomRuns(200);

  test(
    `is never made a second time, and reads tell its fate (${runs.numRuns} places)`,
    async () => {
      const stories = fc.sample(
        fc.record({ cut: anyCut, status: anyAnswer, waveSize: fc.integer({ min: 1, max: size }) }),
        runs,
      );
      for (let start = 0; start < stories.length; start += atOnce) {
        const flaws = await Promise.all(stories.slice(start, start + atOnce).map(flawOf));
        expect(flaws.filter((flaw) => flaw !== undefined)).toEqual([]);
      }
    },
    60_000 + runs.numRuns * 1_000,
  );
});
