import { adviceOn } from "../../../lib/client/advice";
import { createDmsClient } from "../../../lib/client/dms-client";
import { isCallFailure } from "../../../lib/domain/call-failure";
import { type CannedAnswer, startCannedServer } from "../../support/client/canned-server";
import { clientConfig, forever, rejectionOf } from "../../support/client/fixture-config";

const refusal = (code: number): CannedAnswer => ({
  status: code,
  body: { error: { code, message: "No.", title: "No" } },
});

describe("a project that is given by its name", () => {
  test.each<[string, CannedAnswer]>([
    ["may not be looked up", refusal(403)],
    ["is looked up where there is no such call", refusal(404)],
    ["is looked up where a page answers", { status: 404, body: "<html>", headers: { "content-type": "text/html" } }],
    ["is not among those of the credentials", { body: { projects: [] } }],
  ])("and %s is a failure of that call, with the advice to set project_id", async (_, answer) => {
    const server = await startCannedServer(() => answer);
    const config = clientConfig(server.url, {
      authUrl: `${server.url}/v3`,
      credentials: { kind: "token", token: "tok-1" },
      project: { kind: "name", name: "eu-de" },
    });
    const client = createDmsClient(config);
    const failure = await rejectionOf(client.list(forever));
    await client.close();
    await server.close();
    if (!isCallFailure(failure)) throw failure;
    expect(failure).toMatchObject({ fate: "not-sent", call: "project" });
    expect(failure.message).toContain("not sent, because finding the project's id failed");
    expect(adviceOn(failure)).toMatch(/^Give project_id \(environment OS_PROJECT_ID/);
  });
});
