import type { Credentials } from "../../../lib/client/client-config";
import { realPacing } from "../../../lib/client/retries/read-retry";
import {
  cloudSeed,
  type EmulatedCloud,
  instanceIdOf,
  keys,
  password,
  plainLogin,
  startCloud,
} from "../../support/client/emulated-cloud";
import { forever, projectId, rejectionOf } from "../../support/client/fixture-config";
import { signedHeaders } from "../../support/emulator/signing";

const id = instanceIdOf("kafka", 0);
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const wrong = (credentials: Credentials, changes: object): Credentials => ({ ...credentials, ...changes });
const isLogin = ([call]: readonly [string, unknown]): boolean => call === "POST auth/tokens";

let cloud: EmulatedCloud;
afterEach(() => cloud.close());

const act = (client: ReturnType<EmulatedCloud["connect"]>) =>
  client.act("restart", [id], { forceDelete: false }, forever);

/** Whether the emulator takes a signature with the right key, made without the product's client. */
async function keyIsLocked(): Promise<boolean> {
  const url = new URL(`${cloud.url}/v1.0/${projectId}/instances`);
  const signing = { method: "GET", url, accessKey: "AK-permanent", secretKey: "SK-permanent-canary" };
  const response = await fetch(url, { headers: signedHeaders({ ...signing, atMs: Date.now() }) });
  return response.status === 401;
}

describe("a wrong key", () => {
  test.each<[string, Credentials]>([
    ["an unknown access key", wrong(keys("access"), { accessKey: "AK-nobody" })],
    ["a wrong secret key, Access form", wrong(keys("access"), { secretKey: "SK-wrong" })],
    ["a wrong secret key, Credential form", wrong(keys("credential"), { secretKey: "SK-wrong" })],
    ["no security token", wrong(keys("access", "temporary"), { securityToken: undefined })],
    ["another key's security token", wrong(keys("access", "temporary"), { securityToken: "ST-wrong" })],
  ])("(%s) costs one refused call, for any number of calls", async (_, credentials) => {
    cloud = await startCloud({ auth: "aksk" });
    const client = cloud.connect({ credentials, maxRetries: 4 });
    await Promise.allSettled(Array.from({ length: 10 }, () => client.list(forever)));
    expect(await rejectionOf(client.get(id, forever))).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(await rejectionOf(act(client))).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(cloud.calls()).toEqual([[`GET ${projectId}/instances`, 401]]);
    expect(await keyIsLocked()).toBe(false);
  });

  test("costs one refused call after a 503, which proves nothing", async () => {
    cloud = await startCloud({ auth: "aksk" });
    cloud.emulator.setFaults([{ on: { operation: "list", times: 1 }, do: { status: 503 } }]);
    const client = cloud.connect({ credentials: wrong(keys("access"), { secretKey: "SK-wrong" }) });
    await rejectionOf(client.list(forever));
    await Promise.allSettled(Array.from({ length: 10 }, () => client.get(id, forever)));
    expect(cloud.calls().map(([, status]) => status)).toEqual([503, 401]);
    expect(await keyIsLocked()).toBe(false);
  });

  test("that worked and was revoked is refused three times, for any number of concurrent calls", async () => {
    cloud = await startCloud({ auth: "aksk" });
    const client = cloud.connect({ credentials: keys("access"), maxRetries: 4 });
    await client.list(forever);
    cloud.emulator.replaceInstances({ ...cloudSeed, keys: [{ access: "AK-permanent", secret: "SK-renewed" }] });
    await Promise.allSettled(Array.from({ length: 10 }, () => client.get(id, forever)));
    expect(cloud.calls().filter(([, status]) => status === 401)).toHaveLength(3);
    cloud.emulator.replaceInstances(cloudSeed);
    expect(await keyIsLocked()).toBe(false);
  });

  test("never locks the key when it worked before and was changed since", async () => {
    cloud = await startCloud({ auth: "aksk" });
    const client = cloud.connect({ credentials: keys("access"), maxRetries: 4 });
    await client.list(forever);
    cloud.emulator.replaceInstances({ ...cloudSeed, keys: [{ access: "AK-permanent", secret: "SK-renewed" }] });
    for (let call = 0; call < 10; call += 1) await rejectionOf(client.get(id, forever));
    expect(cloud.calls().filter(([, status]) => status === 401)).toHaveLength(3);
    cloud.emulator.replaceInstances(cloudSeed);
    expect(await keyIsLocked()).toBe(false);
  });

  test("that failures of others have locked is not tried again; five minutes later a new run may call again", async () => {
    cloud = await startCloud({ auth: "aksk" });
    for (let failure = 0; failure < 6; failure += 1) {
      const hasty = cloud.connect({ credentials: wrong(keys("access"), { secretKey: "SK-wrong" }) });
      await rejectionOf(hasty.list(forever));
    }
    const client = cloud.connect({ credentials: keys("access"), maxRetries: 4 });
    const failure = await rejectionOf(act(client));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", errorCode: "APIG.0301" });
    expect(String(failure)).toContain("AK access failed to reach the limit,forbidden");
    expect(String(failure)).toContain("The service did nothing.");
    await rejectionOf(act(client));
    expect(cloud.calls()).toHaveLength(7);
    cloud.emulator.advance(5 * minuteMs);
    expect((await act(cloud.connect({ credentials: keys("access") }))).items).toHaveLength(1);
  });
});

describe("this machine's clock", () => {
  const shifted = (byMs: number) => ({ ...realPacing, now: () => Date.now() + byMs });

  test.each([-14, 14])("may be %i minutes off", async (minutes) => {
    cloud = await startCloud({ auth: "aksk" });
    const client = cloud.connect({ credentials: keys("access") }, shifted(minutes * minuteMs));
    expect((await act(client)).items).toHaveLength(1);
  });

  test.each(["access", "credential"] as const)(
    "16 minutes off is refused once (%s), and the text says so",
    async (form) => {
      cloud = await startCloud({ auth: "aksk" });
      const client = cloud.connect({ credentials: keys(form), maxRetries: 4 }, shifted(16 * minuteMs));
      const failure = await rejectionOf(act(client));
      expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", errorCode: "APIG.0301" });
      expect(String(failure)).toContain("x-sdk-date is more than 15 minutes off");
      const second = await rejectionOf(act(client));
      expect(second).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
      expect(String(second)).toContain("this machine's clock");
      expect(cloud.calls()).toHaveLength(1);
    },
  );
});

describe("a password", () => {
  test("that is wrong is sent once, for any number of calls", async () => {
    cloud = await startCloud({ auth: "token" });
    const client = cloud.connect({ credentials: wrong(password, { password: "hunter22" }), maxRetries: 4 });
    await Promise.allSettled(Array.from({ length: 10 }, () => client.list(forever)));
    const failure = await rejectionOf(act(client));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "not-sent" });
    expect(String(failure)).toContain("not sent, because the login failed");
    expect(cloud.calls()).toEqual([["POST auth/tokens", 401]]);
  });

  test("that was changed while its token lasted is refused once, and the text says that nothing was done", async () => {
    cloud = await startCloud({ auth: "token" });
    const client = cloud.connect({ credentials: password, maxRetries: 4 });
    await client.list(forever);
    cloud.emulator.replaceInstances({
      ...cloudSeed,
      users: [{ name: "anna", password: "another", domain: "OTC-1" }],
    });
    cloud.emulator.advance(dayMs);
    const failure = await rejectionOf(act(client));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", status: 401 });
    expect(String(failure)).toContain("sent once and refused (HTTP 401), which did nothing");
    expect(String(failure)).toContain("not sent, because the login failed");
    await rejectionOf(client.list(forever));
    expect(cloud.calls().filter(isLogin)).toEqual([
      ["POST auth/tokens", 201],
      ["POST auth/tokens", 401],
    ]);
    expect(cloud.calls().filter(([call]) => call === "POST instances/action")).toEqual([
      ["POST instances/action", 401],
    ]);
  });
});

describe("a token", () => {
  test("that the user brought is not renewed when it ends, and the call it ends with did nothing", async () => {
    cloud = await startCloud({ auth: "token" });
    const { token } = await plainLogin(cloud.url);
    const client = cloud.connect({ credentials: { kind: "token", token }, maxRetries: 4 });
    await client.list(forever);
    cloud.emulator.advance(dayMs);
    const failure = await rejectionOf(act(client));
    expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", errorCode: "APIG.0307" });
    expect(String(failure)).toContain("The service did nothing.");
    expect(cloud.calls().map(([, status]) => status)).toEqual([201, 200, 401]);
  });

  test("of another project is refused as such", async () => {
    cloud = await startCloud({ auth: "token" });
    const { token } = await plainLogin(cloud.url);
    const client = cloud.connect({ credentials: { kind: "token", token }, project: { kind: "id", id: "other" } });
    expect(await rejectionOf(client.list(forever))).toMatchObject({ errorCode: "DMS.10240104", fate: "refused" });
  });
});

test("missing credentials are refused if the service needs them", async () => {
  cloud = await startCloud({ auth: "any" });
  const failure = await rejectionOf(cloud.connect().list(forever));
  expect(failure).toMatchObject({ code: "unauthenticated", fate: "refused", errorCode: "APIG.0301" });
});
