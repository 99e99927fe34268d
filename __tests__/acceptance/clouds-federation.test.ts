import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { idOf, lifecycle, seedOf } from "../support/acceptance/hcl";
import { createWorkspace, projectId, type Workspace } from "../support/acceptance/workspace";
import {
  apply,
  configureLines,
  describeCalls,
  mustApply,
  oneLine,
  people,
} from "../support/acceptance/guarded-workspace";
import { identityProvider, signedIdToken } from "../support/emulator/id-tokens";
import { unhurriedClock } from "../support/time/unhurried-clock";
import { until } from "../support/time/until";

const dayMs = 24 * 3_600_000;
const names = ["ant", "bee"] as const;
const hcl = lifecycle(
  { ant: {}, bee: {} },
  'restart_on_create = true\n  rollout = { max_unavailable = "1" }\n  ready_timeout = "30s"',
);
const agencies = [{ name: "deploy", domain: "CUSTOMER", trusted_domain: "OTC-1", projects: [projectId] }];

describe("a run without stored keys", () => {
  let workspace: Workspace;
  let laterMs = 0;
  beforeAll(async () => {
    const seed = { ...seedOf(names), ...people, identity_providers: [identityProvider] };
    workspace = await createWorkspace({
      hcl,
      emulator: { auth: "token", seed, now: () => unhurriedClock.now() + laterMs },
    });
  });
  afterAll(() => workspace.dispose());

  /** A token as the CI system writes it, good for five minutes of the service's time at which it is later by this much. */
  const writeToken = async (laterByMs: number): Promise<string> => {
    const idToken = await signedIdToken({ exp: Math.floor((unhurriedClock.now() + laterByMs) / 1_000) + 300 });
    writeFileSync(join(workspace.folder, "id-token"), `${idToken}\n`);
    return idToken;
  };

  test("logs in with the ID token of a file, read again for the login in the middle of the rollout", async () => {
    configureLines(
      workspace,
      `endpoint = "${workspace.url}"`,
      `project_id = "${projectId}"`,
      'oidc {\n identity_provider_id = "gitlab"\n id_token_file = "id-token"\n }',
    );
    const tokens = [await writeToken(0)];
    const { finished } = workspace.start(["apply", "-no-color", "-input=false", "-auto-approve"]);
    const nextDay = (async () => {
      await until("the first call", () => workspace.calls().length > 0);
      const nextDayMs = dayMs + 60_000;
      tokens.push(await writeToken(nextDayMs));
      laterMs = nextDayMs;
    })();
    const [run] = await Promise.all([finished, nextDay]);
    expect(run.output).toContain("Apply complete!");
    // Once for the plan, once for the apply, once for the second day.
    const logins = workspace.emulator.journal().filter(({ path }) => path.endsWith("/id-token/tokens"));
    expect(logins.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(tokens).toHaveLength(2);
    const restarted = workspace.calls().flatMap(({ instances, status }) => (status === 200 ? (instances ?? []) : []));
    expect(restarted).toEqual(names.map(idOf));
    expect(await workspace.isSettled()).toBe(true);
    for (const idToken of tokens) expect(run.output).not.toContain(idToken);
  });
});

describe("a run in another account", () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = await createWorkspace({
      hcl,
      emulator: { auth: "token", seed: { ...seedOf(names), ...people, agencies } },
    });
  });
  afterAll(() => workspace.dispose());
  const login = ['user_name = "anna"', 'password = "anna-password"', 'domain_name = "OTC-1"'];
  const assume = (agency: string): string =>
    `assume_role {\n agency_name = "${agency}"\n domain_name = "CUSTOMER"\n delegated_project = "eu-de"\n }`;

  test("acts through the agency in the delegated project, and lists the names that it does not read", async () => {
    configureLines(workspace, `endpoint = "${workspace.url}"`, assume("deploy"));
    const run = await mustApply(workspace, {
      OS_AUTH_URL: `${workspace.url}/v3`,
      OS_USERNAME: "anna",
      OS_PASSWORD: "anna-password",
      OS_USER_DOMAIN_NAME: "OTC-1",
      HW_PROFILE: "production",
    });
    // settingsNotRead
    expect(oneLine(run.output)).toContain("Warning: Settings Of Other Tools Are Not Read");
    expect(oneLine(run.output)).toContain("HW_PROFILE is set and not read (a profile of the hcloud command line).");
    configureLines(workspace, `endpoint = "${workspace.url}"`, ...login, assume("deploy"));
    expect(workspace.calls().flatMap(({ instances }) => instances ?? [])).toEqual(names.map(idOf));
    expect(describeCalls(workspace.emulator.journal()).slice(0, 2)).toEqual([
      "POST /v3/auth/tokens",
      "POST /v3/auth/tokens",
    ]);
    expect(await workspace.isSettled()).toBe(true);
  });

  test("is refused once for an unknown agency, and names the setting to check", async () => {
    workspace.emulator.reset();
    configureLines(workspace, `endpoint = "${workspace.url}"`, ...login, assume("other"));
    const run = await apply(workspace);
    expect(run.code).toBe(1);
    const output = oneLine(run.output);
    expect(output).toContain("not sent, because assuming the agency failed");
    expect(output).toContain("assume_role.agency_name (environment HW_ASSUME_ROLE_AGENCY_NAME, OS_AGENCY_NAME)");
    expect(workspace.emulator.journal().map(({ status }) => status)).toEqual([201, 404]);
  });
});
