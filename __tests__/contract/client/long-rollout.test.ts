import type { Planned } from "../../../lib/domain/ledger/waves";
import { createRollout } from "../../../lib/domain/rollout/rollout";
import { recordsSoFar } from "../../../lib/domain/rollout/records";
import type { Emulator } from "../../../lib/emulator/emulator";
import type { Clock } from "../../../lib/rollout/ports";
import { runRollout } from "../../../lib/rollout/run-rollout";
import {
  cloudSeed,
  type EmulatedCloud,
  instanceIdOf,
  password,
  plainLogin,
  projectName,
  startCloud,
} from "../../support/client/emulated-cloud";
import { forever, projectId } from "../../support/client/fixture-config";
import { identityProvider, signedIdToken } from "../../support/emulator/id-tokens";

const hourMs = 3_600_000;
const members: readonly Planned[] = (["kafka", "rabbitmq"] as const).flatMap((engine) =>
  [0, 1].map((n) => ({
    name: `${engine}-${String(n)}`,
    id: instanceIdOf(engine, n),
    verb: "restart",
    action: "restart",
    reason: "test",
    wave: (engine === "kafka" ? 1 : 3) + n,
  })),
);

/** The emulator's time, moved by the waiting code. Limits that a call has anyway are never reached. */
function clockOf(emulator: Emulator): Clock {
  let nowMs = Date.UTC(2026, 0, 1);
  return {
    now: () => nowMs,
    sleep: (ms, signal) => {
      if (ms > 100 * hourMs) return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
      emulator.advance(Math.ceil(ms));
      nowMs += Math.ceil(ms);
      return Promise.resolve();
    },
  };
}

describe("a rollout that outlives its token", () => {
  let cloud: EmulatedCloud;
  afterEach(() => cloud.close());

  async function rollOut(client: ReturnType<EmulatedCloud["connect"]>): Promise<readonly string[]> {
    const clock = clockOf(cloud.emulator);
    const settings = {
      maxUnavailable: 1,
      readyTimeoutMs: hourMs,
      minReadyMs: 0,
      pauseBetweenMs: 25 * hourMs,
      maxFailures: 0,
      runDeadlineMs: clock.now() + 10_000 * hourMs,
      pollIntervalMs: 60_000,
      forceDelete: false,
      readsTasks: true,
    };
    const rollout = createRollout(members, settings, new Map(), new Map());
    const ended = await runRollout(rollout, { api: client, clock, progress: () => undefined }, forever);
    const records = recordsSoFar(ended, clock.now());
    return members.map(({ id }) => `${records.get(id)?.result ?? ""}: ${records.get(id)?.reason ?? ""}`);
  }
  const statuses = (call: string): readonly (number | null)[] =>
    cloud
      .calls()
      .filter(([made]) => made === call)
      .map(([, status]) => status);
  const refused = (): number => cloud.calls().filter(([, status]) => status === 401).length;

  test.each(["v1.0", "v2"] as const)(
    "logs in once per token, and restarts each instance once (%s)",
    async (apiVersion) => {
      cloud = await startCloud({ auth: "token" });
      const project = { kind: "name", name: projectName } as const;
      const results = await rollOut(cloud.connect({ apiVersion, credentials: password, project }));
      expect(results.every((result) => result.startsWith("success"))).toBe(true);
      // Four waves with 25 hours between them, and a token lasts 24.
      expect(statuses("POST auth/tokens")).toEqual([201, 201, 201, 201]);
      expect(refused()).toBe(3);
      expect(statuses("POST instances/action")).toEqual([200, 200, 200, 200]);
    },
  );

  test("repeats a batch call once when it is the one that meets the 401", async () => {
    cloud = await startCloud({ auth: "token" });
    const ended = { status: 401, error_code: "APIG.0307", error_msg: "The token must be updated." };
    cloud.emulator.setFaults([{ on: { operation: "action", after: 1, times: 1 }, do: ended }]);
    const results = await rollOut(cloud.connect({ credentials: password }));
    expect(results.every((result) => result.startsWith("success"))).toBe(true);
    expect(statuses("POST instances/action")).toEqual([200, 401, 200, 200, 200]);
    expect(statuses("POST auth/tokens")).toHaveLength(5);
  });

  test("goes on after Keystone was unavailable for a while: nothing was sent, so the call is made later", async () => {
    cloud = await startCloud({ auth: "token" });
    cloud.emulator.setFaults([{ on: { operation: "token", after: 1, times: 3 }, do: { status: 503 } }]);
    const results = await rollOut(cloud.connect({ credentials: password }));
    expect(results.every((result) => result.startsWith("success"))).toBe(true);
    expect(statuses("POST auth/tokens")).toEqual([201, 503, 503, 503, 201, 201, 201]);
    expect(statuses("POST instances/action")).toEqual([200, 200, 200, 200]);
  });

  test.each(["an ID token", "an agency", "an agency by an ID token"])(
    "renews a token from %s, and restarts each instance once",
    async (way) => {
      const hasIdToken = way.endsWith("ID token");
      const agency = way.startsWith("an agency") ? { name: "deploy", domainName: "CUSTOMER" } : undefined;
      // The project is one of the account whose agency it is.
      const delegated = [{ name: "deploy", domain: "CUSTOMER", trusted_domain: "OTC-1", projects: [projectId] }];
      cloud = await startCloud({
        auth: "token",
        seed: { ...cloudSeed, ...(agency && { agencies: delegated }), identity_providers: [identityProvider] },
      });
      const text = await signedIdToken({ exp: Math.floor(Date.now() / 1_000) + 10_000 * 3_600 });
      const idToken = { origin: '"/run/id-token"', read: () => text };
      const login = { kind: "oidc", identityProvider: "gitlab", idToken, domain: undefined } as const;
      const results = await rollOut(
        cloud.connect({
          credentials: hasIdToken ? login : password,
          ...(agency && { agency }),
        }),
      );
      expect(results.filter((result) => !result.startsWith("success"))).toEqual([]);
      expect(statuses("POST instances/action")).toEqual([200, 200, 200, 200]);
      expect(refused()).toBe(3);
    },
  );

  test("ends with its actions recorded when a token of the user expires", async () => {
    cloud = await startCloud({ auth: "token" });
    const { token } = await plainLogin(cloud.url);
    const results = await rollOut(cloud.connect({ credentials: { kind: "token", token } }));
    expect(results.map((result) => result.split(":")[0])).toEqual([
      "success",
      "not_started",
      "not_started",
      "not_started",
    ]);
    expect(results[1]).toContain("HTTP 401");
    expect(statuses("POST instances/action")).toEqual([200]);
    expect(refused()).toBe(1);
  });
});
