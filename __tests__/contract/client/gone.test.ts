import { createDmsClient, type DmsClient } from "../../../lib/client/dms-client";
import type { CallFailure } from "../../../lib/domain/call-failure";
import { lookAtFleet } from "../../../lib/rollout/look";
import { type CannedAnswer, type CannedServer, startCannedServer } from "../../support/client/canned-server";
import { clientConfig, forever, rejectionOf } from "../../support/client/fixture-config";

const page = { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not Found</h1>" };
const list: CannedAnswer = { body: { instances: [{ instance_id: "i-1", status: "RUNNING" }], instance_num: 1 } };

let server: CannedServer;
let client: DmsClient;
let toList: CannedAnswer;
let toRead: CannedAnswer;

beforeEach(async () => {
  toList = list;
  server = await startCannedServer(({ path }) => (path.includes("/instances?") ? toList : toRead));
  client = createDmsClient(clientConfig(server.url));
});
afterEach(async () => {
  await client.close();
  await server.close();
});

describe("an empty 404 to a read", () => {
  beforeEach(() => {
    toRead = { status: 404 };
  });

  test("is gone right after a listing that did not show the instance", async () => {
    const found = await lookAtFleet(client, ["i-1", "i-2"], forever);
    expect([...found]).toMatchObject([
      ["i-1", { status: "RUNNING" }],
      ["i-2", undefined],
    ]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ["no listing", () => Promise.resolve()],
    ["a listing that showed it", () => client.list(forever).then(() => client.get("i-1", forever))],
    ["a narrowed listing", () => client.listFiltered({ name: "x" }, forever)],
    [
      "a listing that failed",
      async () => {
        await client.list(forever);
        toList = { status: 503 };
        await rejectionOf(client.list(forever));
      },
    ],
  ])("is an error after %s", async (_, before) => {
    await before().catch(() => undefined);
    const failure = (await rejectionOf(client.get("i-1", forever))) as CallFailure;
    expect(failure).toMatchObject({ code: "unexpected-answer", fate: "refused", status: 404 });
  });

  test("tells the received answer and its meaning", async () => {
    const failure = (await rejectionOf(client.get("i-2", forever))) as CallFailure;
    expect(failure.message).toMatch(
      /^GET \S+\/i-2: sent; answered HTTP 404 with an empty body\. That does not prove that the instance is gone\. .*proxy.*endpoint.*project/,
    );
  });
});

test.each<[string, CannedAnswer, string]>([
  ["a proxy's page", page, 'HTTP 404 with text/html: "<h1>Not Found</h1>"'],
  ["the gateway", { status: 404, body: { error_code: "APIG.0101", error_msg: "no API" } }, "(APIG.0101: no API)"],
])("a 404 of %s is an error even after a listing, and says so", async (_, answer, told) => {
  toRead = answer;
  await client.list(forever);
  const failure = (await rejectionOf(client.get("i-2", forever))) as CallFailure;
  expect(failure.message).toContain(told);
  expect(failure.message).toContain("That does not prove that the instance is gone");
});
