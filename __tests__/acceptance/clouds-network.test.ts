import { writeFileSync } from "node:fs";
import { authoritiesNotRead } from "../../lib/provider/messages";
import { join } from "node:path";
import {
  apply,
  configureLines,
  createGuardedWorkspace,
  describeCalls,
  type Environment,
  mustApply,
  oneLine,
  onlyAction,
  startAnew,
} from "../support/acceptance/guarded-workspace";
import { createAuthority } from "../support/client/authority";
import { type Between, type Proxy, startProxy, startTlsFront } from "../support/client/network";
import { projectId, type Workspace } from "../support/acceptance/workspace";

const authority = createAuthority();
const stranger = createAuthority("A Stranger's CA");
const hosts = ["dms.eu-de.cloud.example", "iam.eu-de.cloud.example", "localhost"] as const;

const login = ['user_name = "anna"', 'password = "anna-password"', 'domain_name = "OTC-1"'];
const keys = ['access_key = "AK-permanent"', 'secret_key = "SK-permanent"', `project_id = "${projectId}"`];
describe("the way to the cloud", () => {
  let workspace: Workspace;
  let front: Between;
  let proxy: Proxy;
  const caFile = (): string => join(workspace.folder, "ca.pem");
  const atFront = (): string => `endpoint = "https://localhost:${front.port}"`;

  beforeAll(async () => {
    workspace = await createGuardedWorkspace("eu-de", {
      allowHosts: ["dms", "iam"].map((name) => `${name}.eu-de.cloud.example`),
    });
    front = await startTlsFront(Number(new URL(workspace.url).port), authority.issue(...hosts));
    proxy = await startProxy(front.port);
    writeFileSync(caFile(), authority.certificatePem);
    writeFileSync(join(workspace.folder, "stranger.pem"), stranger.certificatePem);
  });
  afterAll(async () => {
    await proxy.close();
    await front.close();
    await workspace.dispose();
  });
  beforeEach(() => startAnew(workspace));

  describe("region and cloud domain", () => {
    const throughProxy = (): Environment => ({ HTTPS_PROXY: `http://anna:proxy-password@127.0.0.1:${proxy.port}` });
    const asked = async (environment: Environment): Promise<readonly string[]> => {
      const before = proxy.asked.length;
      const run = await mustApply(workspace, { ...throughProxy(), ...environment });
      expect(run.output).not.toContain("proxy-password");
      onlyAction(workspace);
      return [...new Set(proxy.asked.slice(before))].sort();
    };

    test("lead to the service and to Keystone, through the proxy that the environment names", async () => {
      configureLines(workspace, 'region = "eu-de"', 'cloud_domain = "cloud.example"', 'ca_file = "ca.pem"', ...login);
      expect(await asked({})).toEqual(["dms.eu-de.cloud.example:443", "iam.eu-de.cloud.example:443"]);
      expect(proxy.authorizations.at(-1)).toBe(`Basic ${Buffer.from("anna:proxy-password").toString("base64")}`);
      // Without a project, the one that is named like the region is used; the login was for it.
      expect(describeCalls(workspace.emulator.journal())).not.toContain("GET /v3/projects");
    });

    test("may come from the variables of the huaweicloud provider; signatures hold for the host that was meant", async () => {
      configureLines(workspace, ...keys);
      const environment = { HW_REGION_NAME: "eu-de", HW_CLOUD: "cloud.example", OS_CACERT: caFile() };
      expect(await asked(environment)).toEqual(["dms.eu-de.cloud.example:443"]);
    });
  });

  describe("a proxy", () => {
    test("is not used for this machine", async () => {
      configureLines(workspace, atFront(), 'ca_file = "ca.pem"', ...keys);
      const before = proxy.asked.length;
      await mustApply(workspace, { https_proxy: `127.0.0.1:${proxy.port}` });
      expect(proxy.asked).toHaveLength(before);
    });

    test("that refuses fails the plan before anything is sent, and its password is not shown", async () => {
      const refusing = await startProxy(front.port, 407);
      configureLines(workspace, 'region = "eu-de"', 'cloud_domain = "cloud.example"', ...keys);
      const run = await apply(workspace, { HTTPS_PROXY: `http://anna:proxy-password@127.0.0.1:${refusing.port}` });
      await refusing.close();
      expect(run.code).toBe(1);
      expect(oneLine(run.output)).toMatch(/no connection to https:\/\/dms\.eu-de\.cloud\.example .*Nothing was sent\./);
      expect(run.output).not.toContain("proxy-password");
    });
  });

  describe("a certificate", () => {
    test("of an unknown CA fails the plan before any request is sent", async () => {
      configureLines(workspace, atFront(), ...keys);
      const run = await apply(workspace);
      expect(run.code).toBe(1);
      expect(oneLine(run.output)).toMatch(/no connection to https:\/\/localhost:\d+ \(.+\)\. Nothing was sent\./);
      expect(workspace.emulator.journal()).toEqual([]);
    });

    test("is trusted with ca_file, instead of all others", async () => {
      configureLines(workspace, atFront(), 'ca_file = "ca.pem"', ...keys);
      await mustApply(workspace);
      onlyAction(workspace);
      startAnew(workspace);
      configureLines(workspace, atFront(), 'ca_file = "stranger.pem"', ...keys);
      expect((await apply(workspace)).code).toBe(1);
      expect(workspace.emulator.journal()).toEqual([]);
    });

    test.each(["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"])("is trusted with %s, beside all others", async (variable) => {
      configureLines(workspace, atFront(), ...keys);
      await mustApply(workspace, { [variable]: caFile() });
      onlyAction(workspace);
    });

    test("is not trusted through a missing file, which a warning names", async () => {
      configureLines(workspace, atFront(), ...keys);
      const run = await apply(workspace, { SSL_CERT_FILE: "/nowhere/ca.pem" });
      expect(run.code).toBe(1);
      const message = '"/nowhere/ca.pem" cannot be read';
      const { summary } = authoritiesNotRead({ attributes: [], message });
      expect(oneLine(run.output)).toContain(`Warning: ${summary}`);
      expect(oneLine(run.output)).toContain(message);
    });

    test.each<[string, readonly string[], Environment]>([
      ["insecure", ["insecure = true"], {}],
      ["OS_INSECURE", [], { OS_INSECURE: "true" }],
      ["HW_INSECURE", [], { HW_INSECURE: "1" }],
    ])("of any authority is accepted with %s, and a warning is shown", async (_, lines, environment) => {
      configureLines(workspace, atFront(), ...lines, ...keys);
      const run = await mustApply(workspace, environment);
      expect(run.output).toContain("Warning: TLS Certificates Are Not Checked");
      onlyAction(workspace);
    });

    test("is an error that names the file if the file does not exist", async () => {
      configureLines(workspace, atFront(), 'ca_file = "nowhere.pem"', ...keys);
      const run = await apply(workspace);
      expect(run.code).toBe(1);
      expect(oneLine(run.output)).toContain('"nowhere.pem" (from attribute ca_file) cannot be read');
    });
  });
});
