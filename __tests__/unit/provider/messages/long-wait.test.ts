import { createDmsClient } from "../../../../lib/client/dms-client";
import { createEmulator, type Emulator } from "../../../../lib/emulator/emulator";
import { shareService } from "../../../../lib/provider/connection/shared-service";
import { numberedId, numberedSeed } from "../../../support/acceptance/fleet";
import { Exchanges } from "../../../support/chaos/exchanges";
import { clientConfig } from "../../../support/client/fixture-config";
import { fleetConfig } from "../../../support/lifecycle/fleet-config";
import { createMachine } from "../../../support/lifecycle/local-memory";
import { lifecycleType, readyDataFor, startProcess } from "../../../support/lifecycle/provider-process";
import { VirtualClock } from "../../../support/rollout/clock";

const [projectId = ""] = Object.keys((numberedSeed(1) as { readonly projects: object }).projects);
const clock = new VirtualClock();
let emulator: Emulator;
let host: string;
let endpoint: string;
beforeEach(async () => {
  emulator = createEmulator({ seed: numberedSeed(1), now: () => clock.now() });
  endpoint = (await emulator.listen()).url;
  ({ host } = new URL(endpoint));
});
afterEach(() => emulator.close());

/** The warnings of two refreshes of one process whose list a gateway refuses at first. */
async function refreshes(retryAfter: number) {
  const exchanges = new Exchanges();
  const sleep = (ms: number, signal: AbortSignal): Promise<void> => clock.sleep(ms, signal);
  const pacing = { now: () => clock.now(), sleep, random: () => 0 };
  const settings = clientConfig(endpoint, { project: { kind: "id", id: projectId }, maxRetries: 3 });
  const client = createDmsClient(settings, { pacing, holds: exchanges.holds(pacing) });
  const data = readyDataFor({ api: client, clock, memory: createMachine() });
  const server = await startProcess({ ...data, service: shareService(client, clock) });
  const run = <T>(work: Promise<T>): Promise<T> => clock.run(work, () => exchanges.underWay());
  const config = fleetConfig({ ant: { id: numberedId(1) } });
  const asked = { config, proposed: config, prior: undefined, priorPrivate: undefined };
  const { planned, private: plannedPrivate } = await run(server.planResourceChange(lifecycleType, asked));
  const change = { config, prior: undefined, planned, plannedPrivate };
  const { state, private: priv } = await run(server.applyResourceChange(lifecycleType, change));
  const refresh = async () => {
    const busy = { status: 429, error_code: "APIG.0308", retry_after: String(retryAfter) };
    emulator.setFaults([{ on: { operation: "list", times: 1 }, do: busy }]);
    await clock.pass(10_000); // A listing of a moment before would do.
    return (await run(server.readResource(lifecycleType, state!, priv))).diagnostics;
  };
  const told = [await refresh(), await refresh()] as const;
  await client.close();
  return told;
}

describe("longWait", () => {
  test("a refresh that waited more than half a minute for the service says how long and why, once in a process", async () => {
    const words = `${host} asked for fewer calls (HTTP 429, APIG.0308, Retry-After), so listings waited 45s.`;
    expect(await refreshes(45)).toEqual([
      [
        {
          severity: "warning",
          summary: "Reading Waited 45s For The Service",
          detail: expect.stringContaining(words) as string,
        },
      ],
      [],
    ]);
  });

  test("a shorter wait is not reported", async () => {
    expect(await refreshes(20)).toEqual([[], []]);
  });
});
