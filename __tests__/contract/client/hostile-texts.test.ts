import fc from "fast-check";
import type { CallRecord } from "../../../lib/client/calls/call-log";
import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import { isCallFailure } from "../../../lib/domain/call-failure";
import { classifyStatus } from "../../../lib/domain/status";
import { randomRuns } from "../../support/chaos/random-runs";
import { type CannedAnswer, type CannedServer, startCannedServer } from "../../support/client/canned-server";
import { clientConfig, forever } from "../../support/client/fixture-config";
import { hidden, hostileText, obeyed } from "../../support/client/hostile-texts";

const token = "gAAAAABkZW1vLXRva2VuLW9mLWEtc3RvcnktYWJvdXQtYS1yZWZsZWN0aW5nLXNlcnZpY2U";
const id = "54602a9d-5e22-4239-9123-77e350df4a34";
const words = ["RUNNING", "ERROR", "DELETED", "CREATEFAILED"];

/** The words of a hostile service: texts that act where they are shown, and the caller's own token. */
const said = fc.oneof(
  hostileText,
  fc.constantFrom(...words),
  fc.constantFrom(token, token.slice(9, 40), token.split("").join("\u200b"), token.replace(/.{20}/g, "$&\n")),
  fc.tuple(hostileText, fc.constantFrom(...words)).map(([before, word]) => before + word),
);

/** Every text that can be reached from a value. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(textsIn)];
}

describe("whatever texts the service sends", () => {
  let server: CannedServer;
  let given: CannedAnswer = {};
  let logged: CallRecord[] = [];
  beforeAll(async () => {
    server = await startCannedServer(() => given);
  });
  afterAll(() => server.close());

  /** Makes the calls, and returns everything that comes of them. */
  async function outcomesOf(
    answer: CannedAnswer,
    call: (client: DmsClient) => Promise<unknown>,
  ): Promise<readonly unknown[]> {
    given = answer;
    logged = [];
    const outcomes: unknown[] = [];
    for (const apiVersion of ["v1.0", "v2"] as const) {
      const config = clientConfig(server.url, { apiVersion, credentials: { kind: "token", token } });
      const client = createDmsClient(config, { log: (record) => logged.push(record) });
      await call(client).then(
        (value) => outcomes.push(value),
        (thrown: unknown) => {
          if (!isCallFailure(thrown)) throw thrown;
          outcomes.push([thrown.message, Object.entries(thrown)]);
        },
      );
      await client.close();
    }
    return outcomes;
  }

  const partsOfToken = Array.from({ length: token.length - 15 }, (_, at) => token.slice(at, at + 16));
  const isHarmful = (text: string, longest: number): boolean =>
    text.length > longest || hidden.test(text) || obeyed.test(text) || partsOfToken.some((part) => text.includes(part));

  function expectHarmless(values: readonly unknown[], longest: number): void {
    expect(textsIn([values, logged]).filter((text) => isHarmful(text, longest))).toEqual([]);
  }

  test("instances have visible, bounded words without the caller's token", async () => {
    const instance = fc.record(
      {
        instance_id: fc.oneof(said, fc.constant(id)),
        name: said,
        engine: said,
        engine_version: said,
        status: said,
        created_at: said,
      },
      { requiredKeys: ["instance_id", "status"] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(instance, { maxLength: 4 }), async (instances) => {
        const body = { instances, instance_num: instances.length };
        const listed = await outcomesOf({ body }, (client) => client.listFiltered({ engine: "kafka" }, forever));
        expectHarmless(listed, 256);
        const [first] = instances;
        const read = await outcomesOf({ body: { ...first, instance_id: id } }, (client) => client.get(id, forever));
        expectHarmless(read, 600);
      }),
      randomRuns(60),
    );
  });

  test("a status is a known word only if the service sent exactly that word", async () => {
    await fc.assert(
      fc.asyncProperty(said, async (status) => {
        const [read] = await outcomesOf({ body: { instance_id: id, status } }, (client) => client.get(id, forever));
        const known = words.includes(status);
        if (status === "") return;
        expect((read as { status: string }).status === status || !known).toBe(true);
        expect(classifyStatus((read as { status: string }).status) === "transitional").toBe(!known);
      }),
      randomRuns(100),
    );
  });

  test("a failure is one line, with its message, code, request id and log entry", async () => {
    const answer = fc.record({
      status: fc.constantFrom(200, 400, 401, 404, 429, 500, 503),
      headers: fc.constantFrom<Record<string, string>>(
        {},
        { "x-request-id": `a${token}` },
        { "x-request-id": "##vso[x]" },
      ),
      body: fc.oneof(
        fc.record({ error_code: said, error_msg: said, request_id: said }, { requiredKeys: [] }),
        fc.record({ error: fc.record({ code: said, message: said, title: said }, { requiredKeys: [] }) }),
        said,
      ),
    });
    await fc.assert(
      fc.asyncProperty(answer, async (canned) => {
        for (const call of [
          (client: DmsClient) => client.act("restart", [id], { forceDelete: false }, forever),
          (client: DmsClient) => client.get(id, forever),
        ]) {
          expectHarmless(await outcomesOf(canned, call), 2_600);
        }
      }),
      randomRuns(60),
    );
  });
});
