import {
  documentedFixture,
  type DocumentedFixture,
  documentedFixtureNames,
} from "../../support/client/documented-fixture";
import { type Answered, projectId, withEmulator } from "../../support/emulator/calls";
import type { EmulatorOptions } from "../../../lib/emulator/emulator";

// The same files that the client must satisfy, sent by plain HTTP.

type Instances = readonly Readonly<Record<string, unknown>>[];

const engineOf = (name: string): string => name.split("-")[1] ?? "";
const named = (kind: RegExp): readonly string[] => documentedFixtureNames().filter((name) => kind.test(name));
const seedOf = (instances: Instances): NonNullable<EmulatorOptions["seed"]> =>
  ({ projects: { [projectId]: instances } }) as never;

/** Sends the documented request, with `changes` to its body, to an emulator made of `options`. */
async function send({ request }: DocumentedFixture, options: EmulatorOptions, changes: object = {}): Promise<Answered> {
  let answered: Answered | undefined;
  await withEmulator(options, async ({ call }) => {
    const path = request.path.replace("{project_id}", projectId);
    const body = request.body === undefined ? undefined : { ...request.body, ...changes };
    answered = await call(request.method, path, body);
  });
  return answered!;
}

/** The documented value with every leaf replaced by its type; of a list its first element counts. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object" || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, shapeOf(member)]));
}

test("every fixture is held against the emulator here", () => {
  const kinds = [/-batch-/, /-purge$/, /-list$/, /-get$/, /-tasks$/, /-nodes/, /^keystone-/, /^gateway-/];
  const covered = kinds.flatMap(named);
  expect([...covered].sort()).toEqual([...documentedFixtureNames()].sort());
  expect(covered.length).toBeGreaterThanOrEqual(15);
});

describe.each(named(/-batch-/))("%s", (name) => {
  const fixture = documentedFixture(name);
  const { results } = fixture.answer.body as { results: readonly { instance: string; result: string }[] };
  const seedFor = (ids: readonly string[]) =>
    seedOf(ids.map((instance_id) => ({ instance_id, engine: engineOf(name) })));

  test("the documented request is accepted, instance by instance", async () => {
    const ids = fixture.request.body!["instances"] as string[];
    const { status, body } = await send(fixture, { seed: seedFor(ids) });
    expect(status).toBe(fixture.answer.status);
    expect(body).toEqual({ results: ids.map((instance) => ({ result: "success", instance })) });
  });

  test("the documented answer is given to a request for its instances", async () => {
    const instances = results.map(({ instance }) => instance);
    const { status, body } = await send(fixture, { seed: seedFor(instances) }, { instances });
    expect([status, body]).toEqual([fixture.answer.status, fixture.answer.body]);
  });
});

test.each(named(/-purge$/))("%s: the documented request is answered as documented, without a body", async (name) => {
  const fixture = documentedFixture(name);
  const seed = seedOf([{ engine: engineOf(name), status: "CREATEFAILED" }]);
  const { status, text } = await send(fixture, { seed });
  expect([status, text]).toEqual([fixture.answer.status, ""]);
});

test.each(named(/-list$/))("%s: an instance with the documented values is listed with them", async (name) => {
  const fixture = documentedFixture(name);
  const documented = fixture.answer.body as { instances: Instances; instance_num: number };
  const { status, body } = await send(fixture, { seed: seedOf(documented.instances) });
  expect(status).toBe(fixture.answer.status);
  expect(body).toMatchObject(documented);
});

test.each(named(/-get$/))("%s: an instance with the documented values is read with them", async (name) => {
  const fixture = documentedFixture(name);
  const { status, body } = await send(fixture, { seed: seedOf([fixture.answer.body as Instances[number]]) });
  expect(status).toBe(fixture.answer.status);
  expect(body).toMatchObject(fixture.answer.body as object);
});

test("v2-kafka-tasks: a list of tasks has the documented fields", async () => {
  const fixture = documentedFixture("v2-kafka-tasks");
  const [instance_id] = /[0-9a-f-]{36}/.exec(fixture.request.path)!;
  const answered = await send(fixture, { seed: seedOf([{ instance_id }]) });
  expect(answered.status).toBe(fixture.answer.status);
  expect(shapeOf(answered.body)).toEqual(shapeOf(fixture.answer.body));
});

test("v2-rocketmq-nodes: a list of nodes has the documented fields, in the types of the table", async () => {
  const fixture = documentedFixture("v2-rocketmq-nodes");
  const [instance_id] = /[0-9a-f-]{36}/.exec(fixture.request.path)!;
  const answered = await send(fixture, { seed: seedOf([{ instance_id, engine: "rocketmq" }]) });
  const { total, nodes } = shapeOf(fixture.answer.body) as { total: string; nodes: object[] };
  expect(answered.status).toBe(fixture.answer.status);
  expect(shapeOf(answered.body)).toEqual({ total, nodes: nodes.map((node) => ({ ...node, broker_id: "number" })) });
});

test("v2-rocketmq-nodes-restart: the documented request restarts the three nodes of a broker", async () => {
  const fixture = documentedFixture("v2-rocketmq-nodes-restart");
  const documented = fixture.answer.body as { instance_id: string; nodes: object[]; result: string };
  const { instance_id, result } = documented;
  const answered = await send(fixture, { seed: seedOf([{ instance_id, engine: "rocketmq", broker_num: 1 }]) });
  const nodes = documented.nodes.map(() => expect.any(String) as string);
  expect([answered.status, answered.body]).toEqual([fixture.answer.status, { instance_id, nodes, result }]);
});

test("keystone-version: the documented version, with a link to where it was asked", async () => {
  const fixture = documentedFixture("keystone-version");
  const { version } = fixture.answer.body as { version: object };
  const answered = await send(fixture, { seed: seedOf([]), auth: "token" });
  const links = [{ rel: "self", href: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v3\/$/) as string }];
  expect([answered.status, answered.body]).toEqual([fixture.answer.status, { version: { ...version, links } }]);
});

test("keystone-login: a token in the documented header, described by the documented fields", async () => {
  const fixture = documentedFixture("keystone-login");
  const users = [{ name: "user A", password: "**********", domain: "domain A" }];
  const answered = await send(fixture, { seed: { users }, auth: "token" });
  expect(answered.status).toBe(fixture.answer.status);
  expect(answered.headers.get("x-subject-token")).toMatch(/^\S{20,}$/);
  expect(shapeOf(answered.body)).toMatchObject(shapeOf(fixture.answer.body) as object);
});

test("keystone-projects: the project of that name, in the documented fields", async () => {
  const fixture = documentedFixture("keystone-projects");
  const seed = { ...seedOf([]), project_names: { [projectId]: "region_name", other: "another" } };
  const answered = await send(fixture, { seed });
  expect(answered.status).toBe(fixture.answer.status);
  expect(shapeOf(answered.body)).toEqual(shapeOf(fixture.answer.body));
  expect(answered.body).toMatchObject({ projects: [{ id: projectId, name: "region_name" }] });
});

describe("the gateway's refusals", () => {
  const signedBy = (access: string): Record<string, string> => ({
    "X-Sdk-Date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
    Authorization: `SDK-HMAC-SHA256 Access=${access}, SignedHeaders=x-sdk-date, Signature=0000`,
  });

  /** A part that is documented with dots or asterisks may be any text. */
  const patternOf = (documented: string): RegExp =>
    new RegExp(`^${documented.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/(\\\.){6}|(\\\*){6}/g, ".+")}$`);

  test.each<[string, () => Record<string, string>, number]>([
    ["gateway-signature-refused", () => signedBy("AK"), 1],
    ["gateway-key-unknown", () => signedBy("AK-nobody"), 1],
    ["gateway-key-locked", () => signedBy("AK"), 7],
    ["gateway-token-refused", () => ({ "X-Auth-Token": "forged" }), 1],
  ])("%s: in the documented words", async (name, headers, calls) => {
    const { request, answer } = documentedFixture(name);
    const documented = answer.body as { error_msg: string; error_code: string; request_id: string };
    await withEmulator({ seed: { keys: [{ access: "AK", secret: "SK" }] }, auth: "any" }, async ({ call }) => {
      const path = request.path.replace("{project_id}", projectId);
      for (let before = 1; before < calls; before += 1) await call(request.method, path, undefined, headers());
      const answered = await call(request.method, path, undefined, headers());
      const body = answered.body as typeof documented;
      expect([answered.status, body.error_code]).toEqual([answer.status, documented.error_code]);
      expect(shapeOf(body)).toEqual(shapeOf(documented));
      expect(body.error_msg).toMatch(patternOf(documented.error_msg));
    });
  });
});
