import type { Credentials } from "../../../lib/client/client-config";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import { createHostHolds } from "../../../lib/client/retries/host-holds";
import { type CannedServer, startCannedServer } from "../../support/client/canned-server";
import { clientConfig, fakePacing, forever, rejectionOf } from "../../support/client/fixture-config";

const password: Credentials = {
  kind: "password",
  user: { kind: "name", name: "user A" },
  password: "correct-horse",
  domain: { kind: "name", name: "domain A" },
};
const projects = ["p1", "p2", "p3", "p4"];

describe("a Keystone on a host of its own that asks for fewer logins", () => {
  let keystone: CannedServer;
  let service: CannedServer;
  let clients: DmsClient[];
  let told: string[];
  let refusals: number;
  const pacing = fakePacing(0);

  beforeEach(async () => {
    const busy = { status: 429, headers: { "Retry-After": "45" }, body: { error_code: "APIG.0308" } };
    const token = { status: 201, headers: { "X-Subject-Token": "tok-1" }, body: { token: {} } };
    refusals = 1;
    keystone = await startCannedServer(() => (refusals-- > 0 ? busy : token));
    service = await startCannedServer(() => ({ body: { instances: [], instance_num: 0 } }));
    const holds = createHostHolds(pacing);
    told = [];
    clients = projects.map((id) => {
      const project = { kind: "id", id } as const;
      const settings = { authUrl: `${keystone.url}/v3`, credentials: password, project, maxRetries: 1 };
      return createDmsClient(clientConfig(service.url, settings), { pacing, holds });
    });
    clients[0]?.onHeld((untilMs, calls) => told.push(`${calls} ${String(untilMs - pacing.now())}`));
  });
  afterEach(async () => {
    for (const client of clients) await client.close();
    await keystone.close();
    await service.close();
  });

  test("is asked once for each project, and again for the one that it refused; the wait is told while it lasts and after it", async () => {
    await Promise.all(clients.map((client) => client.list(forever)));
    expect(keystone.received).toHaveLength(1 + projects.length);
    expect(service.received).toHaveLength(projects.length);
    expect(told).toEqual(["logins 45000"]);
    const { host } = new URL(keystone.url);
    expect(clients[0]?.takeLongWait()).toEqual({
      host,
      kind: "logins",
      waitedMs: 45_000,
      words: "HTTP 429, APIG.0308",
    });
  });

  test("lets a call fail as not sent, with the time that is left", async () => {
    const restart = () => clients[0]?.act("restart", ["i-1"], { forceDelete: false }, forever) ?? Promise.resolve();
    expect(await rejectionOf(restart())).toMatchObject({ code: "throttled", fate: "not-sent", status: 429 });
    expect(await rejectionOf(restart())).toMatchObject({ code: "throttled", fate: "not-sent", retryAfterMs: 45_000 });
    expect([keystone.received.length, service.received.length]).toEqual([1, 0]);
  });
});
