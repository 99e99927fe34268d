import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
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
import { projectId, type Workspace } from "../support/acceptance/workspace";

const access = /^SDK-HMAC-SHA256 Access=AK-p\*\*\*, /;
const credential = /^SDK-HMAC-SHA256 Credential=AK-p\*\*\*\/\d{8}\/\/\/sdk_request, /;
const temporary = /^SDK-HMAC-SHA256 Access=AK-t\*\*\*, /;

/** The trace in the journal by which a kind of credentials is recognized. */
type Seen = { readonly authorization: RegExp } | { readonly token: "brought" | "by login" };

interface Case {
  readonly provider?: readonly string[];
  readonly environment?: Environment;
  readonly files?: Readonly<Record<string, string>>;
  /** `{token}` in these stands for a token of the emulator; its URL and the ids of user and domain have such words too. */
  readonly seen: Seen;
  /** The project's id was looked up in Keystone. */
  readonly looksUp?: boolean;
}

const byId = `project_id = "${projectId}"`;
const idInEnvironment = { OS_PROJECT_ID: projectId };
const cloudsYaml = (auth: Readonly<Record<string, string>>): string => JSON.stringify({ clouds: { team: { auth } } });

const attributes: Readonly<Record<string, Case>> = {
  "a token": { provider: [byId, 'token = "{token}"'], seen: { token: "brought" } },
  "AK/SK": {
    provider: [byId, 'access_key = "AK-permanent"', 'secret_key = "SK-permanent"'],
    seen: { authorization: access },
  },
  "AK/SK and the project's name": {
    provider: ['project_name = "eu-de_team"', 'access_key = "AK-permanent"', 'secret_key = "SK-permanent"'],
    seen: { authorization: access },
    looksUp: true,
  },
  "temporary AK/SK": {
    provider: [byId, 'access_key = "AK-temporary"', 'secret_key = "SK-temporary"', 'security_token = "ST-temporary"'],
    seen: { authorization: temporary },
  },
  "a password and the project's name": {
    provider: [
      'project_name = "eu-de_team"',
      'user_name = "anna"',
      'password = "anna-password"',
      'domain_name = "OTC-1"',
    ],
    seen: { token: "by login" },
  },
};

// An endpoint on this machine gets credentials of the environment together with such an auth_url only.
const variables: Readonly<Record<string, Case>> = withKeystone({
  OS_TOKEN: { environment: { ...idInEnvironment, OS_TOKEN: "{token}" }, seen: { token: "brought" } },
  "HW_AUTH_TOKEN and HW_PROJECT_NAME": {
    environment: { HW_AUTH_TOKEN: "{token}", HW_PROJECT_NAME: "eu-de_team" },
    seen: { token: "brought" },
    looksUp: true,
  },
  "OS_ACCESS_KEY in the Credential form": {
    environment: {
      ...idInEnvironment,
      OS_ACCESS_KEY: "AK-permanent",
      OS_SECRET_KEY: "SK-permanent",
      DMS_SIGNATURE_FORM: "credential",
    },
    seen: { authorization: credential },
  },
  HW_ACCESS_KEY: {
    environment: { HW_PROJECT_ID: projectId, HW_ACCESS_KEY: "AK-permanent", HW_SECRET_KEY: "SK-permanent" },
    seen: { authorization: access },
  },
  "temporary OS_ACCESS_KEY": {
    environment: {
      OS_TENANT_ID: projectId,
      OS_ACCESS_KEY: "AK-temporary",
      OS_SECRET_KEY: "SK-temporary",
      OS_SECURITY_TOKEN: "ST-temporary",
    },
    seen: { authorization: temporary },
  },
  "OS_USERNAME and OS_TENANT_NAME": {
    environment: {
      OS_TENANT_NAME: "eu-de_team",
      OS_USERNAME: "anna",
      OS_PASSWORD: "anna-password",
      OS_USER_DOMAIN_NAME: "OTC-1",
    },
    seen: { token: "by login" },
  },
  "OS_USER_ID and OS_DOMAIN_ID": {
    environment: {
      OS_PROJECT_NAME: "eu-de_team",
      OS_USER_ID: "{user_id}",
      OS_DOMAIN_ID: "{domain_id}",
      OS_PASSWORD: "anna-password",
    },
    seen: { token: "by login" },
  },
  HW_USER_NAME: {
    environment: {
      HW_PROJECT_ID: projectId,
      HW_USER_NAME: "anna",
      HW_USER_PASSWORD: "anna-password",
      HW_DOMAIN_NAME: "OTC-1",
    },
    seen: { token: "by login" },
  },
});

function withKeystone(cases: Readonly<Record<string, Case>>): Readonly<Record<string, Case>> {
  return Object.fromEntries(
    Object.entries(cases).map(([name, each]) => {
      const variable = name.startsWith("HW_") ? "HW_AUTH_URL" : "OS_AUTH_URL";
      return [name, { ...each, environment: { ...each.environment, [variable]: "{url}/v3" } }];
    }),
  );
}

const person = { username: "anna", user_domain_name: "OTC-1", project_name: "eu-de_team" };
const keyPair = { project_id: projectId, ak: "AK-permanent", sk: "SK-permanent" };

const cloudsFiles: Readonly<Record<string, Case>> = {
  "beside the configuration, its password in secure.yaml, named by the attribute": {
    provider: ['cloud = "team"'],
    files: { "clouds.yaml": cloudsYaml(person), "secure.yaml": cloudsYaml({ password: "anna-password" }) },
    seen: { token: "by login" },
  },
  "at home, named by OS_CLOUD": {
    environment: { OS_CLOUD: "team" },
    files: { "home/.config/openstack/clouds.yaml": cloudsYaml({ ...keyPair, auth_url: "{url}/v3" }) },
    seen: { authorization: access },
  },
  "where OS_CLIENT_CONFIG_FILE says, with a token": {
    environment: { OS_CLOUD: "team", OS_CLIENT_CONFIG_FILE: "elsewhere/my.yaml" },
    files: {
      "clouds.yaml": cloudsYaml({ project_id: projectId, token: "wrong" }),
      "elsewhere/my.yaml": cloudsYaml({ auth_url: "{url}/v3", project_id: projectId, token: "{token}" }),
    },
    seen: { token: "brought" },
  },
};

describe("credentials", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createGuardedWorkspace();
  });
  afterAll(() => workspace.dispose());

  describe.each([
    ["attributes", attributes],
    ["the environment", variables],
    ["clouds.yaml", cloudsFiles],
  ])("from %s", (_, cases) => {
    test.each(Object.keys(cases))("%s", (name) => holds(cases[name]!));
  });

  describe("that are refused", () => {
    const refusedOnce = async (
      provider: readonly string[],
      call: string,
      ...told: readonly string[]
    ): Promise<void> => {
      startAnew(workspace);
      configureLines(workspace, `endpoint = "${workspace.url}"`, byId, ...provider);
      const run = await apply(workspace);
      expect(run.code).toBe(1);
      const output = oneLine(run.output);
      for (const text of told) expect(output).toContain(text);
      expect(output).not.toContain("wrong-secret");
      expect(describeCalls(workspace.emulator.journal())).toEqual([call]);
    };

    test("a wrong secret key costs one call, and the error quotes the gateway", async () => {
      const keys = ['access_key = "AK-permanent"', 'secret_key = "wrong-secret"'];
      await refusedOnce(keys, "GET /v1.0/{project}/instances", "APIG.0301", "signature mismatch");
    });

    test("a wrong password costs one login, and the error says that nothing was sent", async () => {
      const login = ['user_name = "anna"', 'password = "wrong-secret"', 'domain_name = "OTC-1"'];
      await refusedOnce(login, "POST /v3/auth/tokens", "not sent, because the login failed", "HTTP 401");
    });

    test("incomplete ones cost no call, and the error names the attribute and its variables", async () => {
      startAnew(workspace);
      configureLines(workspace, `endpoint = "${workspace.url}"`, byId, 'access_key = "AK-permanent"');
      const run = await apply(workspace);
      expect(run.code).toBe(1);
      const output = oneLine(run.output);
      expect(output).toContain("Error: Invalid Provider Configuration");
      expect(output).toContain("secret_key is missing, while access_key is set");
      expect(output).toContain("OS_SECRET_KEY");
      expect(workspace.emulator.journal()).toEqual([]);
    });
  });

  async function holds({ provider = [], environment = {}, files = {}, seen, looksUp = false }: Case): Promise<void> {
    startAnew(workspace);
    const { token, ids } = await logInPlainly();
    const filled = (text: string): string =>
      text
        .replace("{url}", workspace.url)
        .replace("{token}", token)
        .replace("{user_id}", ids.user)
        .replace("{domain_id}", ids.domain);
    const paths = Object.entries(files).map(([path, text]) => {
      const file = join(workspace.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, filled(text));
      return file;
    });
    configureLines(workspace, `endpoint = "${workspace.url}"`, ...provider.map(filled));
    const filledIn = Object.entries(environment).map(([key, value]) => [key, filled(value)] as const);
    await mustApply(workspace, Object.fromEntries(filledIn));
    for (const file of paths) rmSync(file);
    expectSeen(seen, looksUp);
  }

  function expectSeen(seen: Seen, looksUp: boolean): void {
    const journal = workspace.emulator.journal();
    const { headers } = onlyAction(workspace);
    expect(headers["x-project-id"]).toBe(projectId);
    expect(journal.every(({ status }) => status === 200 || status === 201)).toBe(true);
    if ("authorization" in seen) {
      expect(headers["authorization"]).toMatch(seen.authorization);
      expect(headers["x-security-token"]).toBe(seen.authorization === temporary ? "***" : undefined);
    } else {
      expect(headers["x-auth-token"]).toBe("***");
    }
    const calls = describeCalls(journal);
    const byLogin = "token" in seen && seen.token === "by login";
    // Terraform starts the provider once to plan and once to apply.
    expect(calls.filter((call) => call === "POST /v3/auth/tokens")).toHaveLength(byLogin ? 2 : 0);
    expect(calls.filter((call) => call === "GET /v3/projects")).toHaveLength(looksUp ? 2 : 0);
  }

  async function logInPlainly(): Promise<{ token: string; ids: { user: string; domain: string } }> {
    const user = { name: "anna", password: "anna-password", domain: { name: "OTC-1" } };
    const scope = { project: { id: projectId } };
    const response = await fetch(`${workspace.url}/v3/auth/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ auth: { identity: { methods: ["password"], password: { user } }, scope } }),
    });
    const { token } = (await response.json()) as { token: { user: { id: string; domain: { id: string } } } };
    await fetch(`${workspace.url}/_emulator/journal`, { method: "DELETE" });
    return {
      token: response.headers.get("x-subject-token") ?? "",
      ids: { user: token.user.id, domain: token.user.domain.id },
    };
  }
});
