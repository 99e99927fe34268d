import fc from "fast-check";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import { isCallFailure } from "../../../lib/domain/call-failure";
import { randomRuns } from "../../support/chaos/random-runs";
import { type CannedAnswer, type CannedServer, startCannedServer } from "../../support/client/canned-server";
import { password } from "../../support/client/emulated-cloud";
import { clientConfig, forever } from "../../support/client/fixture-config";
import { anyJson } from "../../support/client/json-arbitrary";

const ids = ["i-1", "i-2"];

/** Words of real answers, so that arbitrary JSON comes close to them. */
const word = fc.constantFrom(
  ...["results", "instance", "result", "success", "failed", "i-1", "i-2", "instances", "instance_id", "instance_num"],
  ...["status", "RUNNING", "error", "error_code", "error_msg", "DMS.00404022", "DMS.40050010", "DMS.00400026"],
  ...["token", "project", "projects", "id", "name", "eu-de_team", "__proto__", "constructor", "toString"],
);
const json = anyJson(word);
const nearlyRight = fc.oneof(
  json.map((results) => ({ results })),
  fc.array(fc.record({ instance: fc.oneof(word, json), result: fc.oneof(word, json) })).map((results) => ({ results })),
  fc.record({ instances: fc.array(json), instance_num: json }),
  fc.record({ projects: fc.array(fc.record({ id: json, name: fc.oneof(fc.constant("eu-de_team"), json) })) }),
  fc.record({ token: fc.record({ project: fc.record({ id: json }) }) }),
  fc.record({ instance_id: fc.oneof(fc.constant("i-1"), json), status: json }),
  fc.record({ error_code: fc.oneof(word, json), error_msg: json, error: json }),
);
const answers = fc.record({
  status: fc.constantFrom(200, 200, 200, 201, 202, 204, 206, 301, 400, 401, 403, 404, 409, 429, 500, 503),
  headers: fc.constantFrom<Record<string, string>>({}, { "x-subject-token": "t-1" }, { "retry-after": "0" }),
  body: fc.oneof(nearlyRight, json).map((value) => JSON.stringify(value)),
});

/** The fields that one answer gives for an instance, letter for letter. */
function saidOf(body: string, id: string): readonly unknown[] {
  const results = (JSON.parse(body) as { results?: unknown } | null)?.results;
  return Array.isArray(results)
    ? (results as readonly ({ instance?: unknown; result?: unknown } | null)[])
        .filter((entry) => entry?.instance === id)
        .map((entry) => entry?.result)
    : [];
}

describe("whatever JSON the service sends", () => {
  let server: CannedServer;
  let given: CannedAnswer = {};
  beforeAll(async () => {
    server = await startCannedServer(() => given);
  });
  afterAll(() => server.close());

  /** Every outcome of `call` is a value or a failure of ours, for as many answers; `judge` sees the values. */
  async function holds<T>(
    call: (client: DmsClient) => Promise<T>,
    judge: (value: T, answer: { readonly status: number; readonly body: string }) => void,
    changes: Parameters<typeof clientConfig>[1] = {},
  ): Promise<void> {
    await fc.assert(
      fc.asyncProperty(answers, async (answer) => {
        given = answer;
        const client = createDmsClient(clientConfig(server.url, { authUrl: `${server.url}/v3`, ...changes }));
        try {
          judge(await call(client), answer);
        } catch (thrown) {
          if (!isCallFailure(thrown)) throw thrown;
          expect(thrown.message).not.toBe("");
        } finally {
          await client.close();
        }
      }),
      randomRuns(150),
    );
  }

  test.each(["v1.0", "v2"] as const)(
    "a listing (%s) ends in instances with an id, or in a failure",
    async (apiVersion) => {
      await holds(
        (client) => client.list(forever),
        (instances) => {
          for (const instance of instances) {
            expect(instance.id).not.toBe("");
            expect(Object.values(instance).every((value) => typeof value === "string")).toBe(true);
          }
        },
        { apiVersion },
      );
    },
  );

  test("a read ends in the requested instance, in the service's own word that it does not exist, or in a failure", async () => {
    await holds(
      (client) => client.get("i-1", forever),
      (instance, { body }) => {
        if (instance === undefined) expect(body).toMatch(/"error_code":"DMS\.\d+"/);
        else expect(instance.id).toBe("i-1");
      },
    );
  });

  test.each(["restart", "delete"] as const)(
    "a %s succeeds only for the instances that the answer names",
    async (action) => {
      await holds(
        (client) => client.act(action, ids, { forceDelete: false }, forever),
        ({ items }, { status, body }) => {
          for (const { id, result } of items) {
            expect(status).not.toBe(204);
            const words = saidOf(body, id).filter((said) => said === "success" || said === "failed");
            expect(new Set(words)).toEqual(new Set([result]));
          }
        },
      );
    },
  );

  test("a purge succeeds only with an empty body or a list of results", async () => {
    await holds(
      (client) => client.purgeFailed("kafka", forever),
      (_, { status, body }) => {
        if (status !== 204) expect(Array.isArray((JSON.parse(body) as { results: unknown }).results)).toBe(true);
      },
    );
  });

  test("a login or a project's name never leads to a call with half an answer of Keystone", async () => {
    const project = { kind: "name", name: "eu-de_team" } as const;
    await holds(
      (client) => client.act("restart", ids, { forceDelete: false }, forever),
      () => expect(given.headers).toHaveProperty("x-subject-token"),
      { credentials: password, project },
    );
    await holds(
      (client) => client.act("restart", ids, { forceDelete: false }, forever),
      (_, { body }) => expect(body).toContain("eu-de_team"),
      { project },
    );
  });
});
