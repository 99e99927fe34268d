import type { Credentials, DmsClientConfig } from "../../../lib/client/client-config";
import type { ApiVersion } from "../../../lib/client/dialect";
import { createDmsClient } from "../../../lib/client/dms-client";
import type { DmsClient } from "../../../lib/client/dms-client";
import { createEmulator } from "../../../lib/emulator/emulator";
import type { Emulator } from "../../../lib/emulator/emulator";
import type { InstanceApi } from "../../../lib/rollout/ports";
import { clientConfig, forever, projectId, rejectionOf } from "../../support/client-fixture-config";

const idOf = (n: number): string => `54602a9d-5e22-4239-9123-${String(n).padStart(12, "0")}`;
const fleet = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    instance_id: idOf(n),
    name: `kafka-${String(n)}`,
    engine: "kafka",
    status: "RUNNING",
  }));
const failedCreation = { instance_id: idOf(999), name: "stillborn", engine: "kafka", status: "CREATEFAILED" };

let emulator: Emulator;
let client: DmsClient;

afterEach(async () => {
  await client.close();
  await emulator.close();
});

async function start(
  options: { auth?: "none" | "token" | "aksk" | "any"; count?: number; secret?: string },
  config: (url: string) => Partial<DmsClientConfig>,
): Promise<void> {
  emulator = createEmulator({
    clock: "manual",
    auth: options.auth ?? "none",
    seed: {
      projects: { [projectId]: [...fleet(options.count ?? 2), failedCreation] },
      project_names: { [projectId]: "eu-de_team" },
      users: [{ name: "anna", password: "correct-horse", domain: "OTC-1" }],
      keys: [{ access: "AK1", secret: options.secret ?? "SK1-secret" }],
    },
  });
  const { url } = await emulator.listen();
  client = createDmsClient(clientConfig(url, { authUrl: `${url}/v3`, ...config(url) }));
}

const keys = (form: "access" | "credential"): Credentials => ({
  kind: "keys",
  accessKey: "AK1",
  secretKey: "SK1-secret",
  securityToken: undefined,
  form,
});
const password: Credentials = {
  kind: "password",
  user: { kind: "name", name: "anna" },
  password: "correct-horse",
  domain: { kind: "name", name: "OTC-1" },
};

describe.each<ApiVersion>(["v1.0", "v2"])("API %s", (apiVersion) => {
  test("shows the whole project, failed creations included, over all pages", async () => {
    await start({ count: 120 }, () => ({ apiVersion }));
    const api: InstanceApi = client;
    const listed = await api.list(forever);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(121);
    expect(listed.find(({ id }) => id === failedCreation.instance_id)?.status).toBe("CREATEFAILED");
    expect(listed.every(({ createdAt }) => /^\d{4}-.*Z$/.test(createdAt))).toBe(true);
    const running = await client.listFiltered(
      { engine: "kafka", includeFailed: false, name: "kafka-7", exactName: true },
      forever,
    );
    expect(running.map(({ name }) => name)).toEqual(["kafka-7"]);
  });

  test("restarts, deletes and forgets instances, and purges failed creations", async () => {
    await start({}, () => ({ apiVersion }));
    const answer = await client.act("restart", [idOf(0)], { forceDelete: false }, forever);
    expect(answer.items).toEqual([{ id: idOf(0), result: "success" }]);
    expect((await client.get(idOf(0), forever))?.status).toBe("RESTARTING");
    expect((await client.act("delete", [idOf(1)], { forceDelete: false }, forever)).items).toHaveLength(1);
    emulator.advance(3_600_000);
    await client.get(idOf(1), forever);
    emulator.advance(3_600_000);
    expect(await client.get(idOf(1), forever)).toBeUndefined();
    expect((await client.purgeFailed("kafka", forever)).items).toEqual([]);
    emulator.advance(3_600_000);
    expect((await client.list(forever)).map(({ id }) => id)).not.toContain(failedCreation.instance_id);
  });

  test("a refusal is a refusal, a cut connection is unknown, and neither is sent twice", async () => {
    await start({}, () => ({ apiVersion, maxRetries: 4 }));
    emulator.setFaults([
      { on: { operation: "action" }, do: { status: 400, error_code: "DMS.00400026", error_msg: "busy" } },
    ]);
    const restart = () => client.act("restart", [idOf(0)], { forceDelete: false }, forever);
    expect(await rejectionOf(restart())).toMatchObject({ code: "busy", fate: "refused", errorCode: "DMS.00400026" });
    emulator.setFaults([{ on: { operation: "action" }, do: { drop: "after" } }]);
    expect(await rejectionOf(restart())).toMatchObject({ code: "lost", fate: "unknown" });
    emulator.setFaults([{ on: { operation: "action" }, do: { truncate: true } }]);
    expect(await rejectionOf(restart())).toMatchObject({ fate: expect.stringMatching(/unknown|refused/) as string });
    expect(emulator.journal().filter(({ method }) => method === "POST")).toHaveLength(3);
  });
});

describe("authentication", () => {
  test.each([keys("access"), keys("credential"), password])(
    "%j is accepted, with the project's id or its name",
    async (credentials) => {
      for (const project of [
        { kind: "id", id: projectId },
        { kind: "name", name: "eu-de_team" },
      ] as const) {
        await start({ auth: "any" }, () => ({ credentials, project, apiVersion: "v2" }));
        expect(await client.list(forever)).toHaveLength(3);
        expect((await client.act("restart", [idOf(0)], { forceDelete: false }, forever)).items).toHaveLength(1);
        await client.close();
        await emulator.close();
      }
    },
  );

  test("a wrong secret key is refused once and not tried again", async () => {
    await start({ auth: "aksk", secret: "another-secret" }, () => ({ credentials: keys("access"), maxRetries: 4 }));
    await Promise.allSettled([client.list(forever), client.list(forever), client.list(forever)]);
    expect(await rejectionOf(client.list(forever))).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(emulator.journal()).toHaveLength(1);
  });

  test("no credentials are refused where some are asked for", async () => {
    await start({ auth: "token" }, () => ({}));
    expect(await rejectionOf(client.list(forever))).toMatchObject({ code: "unauthenticated", fate: "refused" });
  });
});
