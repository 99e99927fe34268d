import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exposedCredentials } from "../../lib/provider/messages";
import { projectId, type Workspace } from "../support/acceptance/workspace";
import {
  apply,
  configureLines,
  createGuardedWorkspace,
  type Environment,
  mustApply,
  oneLine,
  onlyAction,
  startAnew,
} from "../support/acceptance/guarded-workspace";

const byId = `project_id = "${projectId}"`;
const cloud = {
  OS_AUTH_URL: "https://iam.eu-de.otc.t-systems.com/v3",
  OS_REGION_NAME: "eu-de",
  OS_ACCESS_KEY: "AK-permanent",
  OS_SECRET_KEY: "SK-permanent",
  OS_TOKEN: "token-of-the-cloud",
  OS_USERNAME: "anna",
  OS_PASSWORD: "anna-password",
  OS_USER_DOMAIN_NAME: "OTC-1",
};

describe("credentials of a cloud in the environment", () => {
  let workspace: Workspace;
  let stranger: Server;
  let heard: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  beforeAll(async () => {
    workspace = await createGuardedWorkspace();
    stranger = createServer((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () => {
        heard.push({ headers: request.headers, body });
        response.writeHead(200, { "content-type": "application/json" }).end('{"instances":[],"instance_num":0}');
      });
    });
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    await new Promise((resolve) => stranger.close(resolve));
    await workspace.dispose();
  });
  beforeEach(() => {
    heard = [];
    startAnew(workspace);
  });
  const strangersUrl = (host = "127.0.0.1"): string => `http://${host}:${(stranger.address() as AddressInfo).port}`;
  const secrets = /token-of-the-cloud|AK-permanent|anna/;

  test.each<[string, Environment]>([
    ["all kinds at once", cloud],
    ["a token alone", { OS_TOKEN: cloud.OS_TOKEN }],
    ["a key alone", { OS_ACCESS_KEY: cloud.OS_ACCESS_KEY, OS_SECRET_KEY: cloud.OS_SECRET_KEY }],
  ])("do not reach a program at an endpoint on this machine: %s", async (_, environment) => {
    for (const lines of [[`endpoint = "${strangersUrl()}"`], []]) {
      configureLines(workspace, byId, ...lines);
      await apply(workspace, {
        ...environment,
        ...(lines.length === 0 && { DMS_ENDPOINT: strangersUrl("localhost") }),
      });
    }
    expect(heard.length).toBeGreaterThan(1);
    expect(JSON.stringify(heard)).not.toMatch(secrets);
    for (const { headers } of heard) expect(headers).not.toHaveProperty("authorization");
  });

  test("are needed by an emulator with --auth: the error says why they were not sent, and names the remedy", async () => {
    configureLines(workspace, byId, `endpoint = "${workspace.url}"`);
    const run = await apply(workspace, cloud);
    expect(run.code).toBe(1);
    expect(oneLine(run.output)).toContain(
      `No credentials were sent: OS_TOKEN, OS_SECRET_KEY, OS_PASSWORD may be for a cloud, and ${workspace.url} is on this machine. ` +
        `To send them, set OS_AUTH_URL to a URL on this machine too, such as ${workspace.url}/v3, or give them as attributes of the provider.`,
    );

    startAnew(workspace);
    const { OS_ACCESS_KEY, OS_SECRET_KEY } = cloud;
    await mustApply(workspace, { OS_ACCESS_KEY, OS_SECRET_KEY, OS_AUTH_URL: `${workspace.url}/v3` });
    onlyAction(workspace);
  });
});

describe("credentials over plain http to another machine", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createGuardedWorkspace();
  });
  afterAll(() => workspace.dispose());
  const summary = exposedCredentials({ attributes: [], message: "" }).summary;
  /** A name that exists nowhere: the plan ends there, even after earlier answers. */
  const elsewhere = "http://dms.invalid:8080";
  const planned = async (...lines: readonly string[]): Promise<string> => {
    configureLines(workspace, byId, `endpoint = "${elsewhere}"`, ...lines);
    return oneLine((await workspace.terraform(["plan", "-no-color", "-input=false"])).output);
  };

  test("cause a warning for a token", async () => {
    const output = await planned('token = "t"');
    expect(output).toContain(`Warning: ${summary}`);
    expect(output).toContain(`${elsewhere} (from attribute endpoint) is called without encryption`);
    expect(output).not.toContain("Invalid Provider Configuration");
  });

  test("are refused for AK/SK, before anything is sent", async () => {
    const output = await planned('access_key = "AK"', 'secret_key = "the-secret"');
    expect(output).toContain("Error: Invalid Provider Configuration");
    expect(output).toContain(`${elsewhere} (from attribute endpoint) is called without encryption`);
    expect(output).toContain("Allowed: an https URL, or one of this machine.");
    expect(output).not.toContain("the-secret");
    expect(output).not.toContain("no connection");
  });
});
