import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Front, startFront } from "../support/acceptance/front";
import { lifecycle, purgeOf, seedOf } from "../support/acceptance/hcl";
import { createWorkspace, projectId, type Workspace } from "../support/acceptance/workspace";
import { configureLines, type Environment } from "../support/acceptance/guarded-workspace";
import { filesBelow, findCanaries, type Sighting } from "../support/client/canaries";
import { type Proxy, startProxy } from "../support/client/network";
import { attachWith } from "../support/provider/attach-provider";
import { unhurriedClock } from "../support/time/unhurried-clock";

/** Long, unlike each other, and full of characters that JSON, URLs and base64 write differently. */
const canaries = {
  access_key: "AKCANARYQX7W2LMNO9TZ",
  secret_key: 'SkCanary<"9&/\\+ü~ 5>',
  security_token: "StCanary%3D/zz+9==",
  token: "TokCanary+/8%2B==yy",
  password: "PwCanary \"'<&>+/é%20",
  proxy_password: "ProxyCanary+/==1",
} as const;

/** The calls of a service that fails are watched for this long. */
const watchBriefly = 'ready_timeout = "2s"';
const hcl = (more = ""): string =>
  lifecycle({ orders: {}, audit: {} }, `restart_on_create = true\n  ${more}`) +
  purgeOf("kafka") +
  `data "dms_instances" "all" {}
output "all" { value = data.dms_instances.all }
output "results" { value = dms_instance_lifecycle.fleet.results }
`;
const seed = {
  ...seedOf({ orders: {}, audit: {}, stillborn: { status: "CREATEFAILED" } }),
  users: [{ name: "anna", password: canaries.password, domain: "OTC-1" }],
  keys: [{ access: canaries.access_key, secret: canaries.secret_key, security_token: canaries.security_token }],
};

/** Each kind of credentials as attributes; all secrets of it are canaries. */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  token: { token: canaries.token },
  keys: {
    access_key: canaries.access_key,
    secret_key: canaries.secret_key,
    security_token: canaries.security_token,
  },
  password: { user_name: "anna", password: canaries.password, domain_name: "OTC-1" },
};
const variables: Readonly<Record<string, string>> = {
  token: "OS_TOKEN",
  access_key: "OS_ACCESS_KEY",
  secret_key: "OS_SECRET_KEY",
  security_token: "OS_SECURITY_TOKEN",
  user_name: "OS_USERNAME",
  password: "OS_PASSWORD",
  domain_name: "OS_USER_DOMAIN_NAME",
};
const asEnvironment = (credentials: Readonly<Record<string, string>>): Environment =>
  Object.fromEntries(Object.entries(credentials).map(([name, value]) => [variables[name]!, value]));

/** The output of each command, stdout and stderr alike, and the files it left, by name. */
type Places = Map<string, string>;

describe("no secret is found", () => {
  let workspace: Workspace;
  let echo: Front;
  let proxy: Proxy;
  afterEach(async () => {
    await proxy.close();
    await echo.close();
    await workspace.dispose();
  });

  /** The log lines of an attached provider. */
  let logged: string[];

  async function start(
    auth: "none" | "aksk" | "token",
    runs: "attached" | "process" = "attached",
    more = "",
  ): Promise<void> {
    logged = [];
    const attach = attachWith({ log: (...line) => logged.push(JSON.stringify(line)), clock: unhurriedClock });
    workspace = await createWorkspace({ hcl: hcl(more), emulator: { auth, seed }, runs, attach });
    // Answers every write with an error that shows the whole request, as careless proxies do.
    echo = await startFront(workspace.url, async (request, forward) => {
      if (request.method === "GET") return forward();
      const shown = `${JSON.stringify(request)} ${Object.values(request.headers).join(" ")} ${request.body}`;
      const error = JSON.stringify({ error_code: "DMS.00500000", error_msg: shown, seen: request.headers });
      // A refused purge is not watched; after a 500 it would be watched for minutes.
      const status = request.body.includes("allFailure") ? 400 : 500;
      return { status, contentType: "application/json", body: error };
    });
    proxy = await startProxy(1, 407);
  }

  /** Terraform's print of a plan and of state: they are files too, so one story shows them. */
  const prints = [
    ["show", "-json", "tfplan"],
    ["show", "-json"],
    ["output", "-json"],
  ] as const;

  /** Plans and applies with Terraform's most talkative log, and plans again, and collects everything. */
  async function runEverything(
    environment: Environment,
    endpoint: string,
    more: readonly (readonly string[])[] = [],
  ): Promise<Places> {
    const places: Places = new Map();
    const log = { TF_LOG: "TRACE", DMS_PROGRESS_FILE: join(workspace.folder, "progress.jsonl") };
    const target = { OS_PROJECT_ID: projectId, DMS_ENDPOINT: endpoint, OS_AUTH_URL: `${endpoint}/v3` };
    const env = { ...log, ...environment, ...target };
    for (const args of [
      ["plan", "-no-color", "-input=false", "-out=tfplan"],
      ["apply", "-no-color", "-input=false", "tfplan"],
      ["plan", "-no-color", "-input=false"],
      ...more,
    ]) {
      const run = await workspace.terraform(args, env);
      places.set(`terraform ${args.join(" ")} (exit ${String(run.code)})`, run.output);
      keepRecords(places);
    }
    places.set("log of an attached provider", logged.join("\n"));
    places.set("journal", JSON.stringify(workspace.emulator.journal()));
    const control = await fetch(`${workspace.url}/_emulator/journal`);
    places.set("journal over HTTP", await control.text());
    for (const [file, text] of filesBelow(workspace.folder, ["mirror", "home", ".terraform/providers"])) {
      places.set(file, text);
    }
    return places;
  }

  /** Run records come and go during a run; each of their versions counts. */
  function keepRecords(places: Places): void {
    const folder = join(workspace.folder, ".terraform/dms-lifecycle");
    if (!existsSync(folder)) return;
    for (const [file, text] of filesBelow(folder, [])) places.set(`run record ${file}`, text);
  }

  function expectCollected(places: Places, ...parts: readonly RegExp[]): void {
    for (const part of parts) expect([...places.keys()].some((place) => part.test(place))).toBe(true);
  }

  test.each([
    ["token", "attached"],
    ["keys", "attached"],
    ["password", "process"],
  ] as const)("of %s from the environment, when all goes well (provider: %s)", async (kind, runs) => {
    await start(kind === "token" ? "none" : kind === "keys" ? "aksk" : "token", runs);
    configureLines(workspace);
    const shown = kind === "keys" ? prints : [];
    const places = await runEverything(asEnvironment(kinds[kind]!), workspace.url, shown);
    expect(findCanaries(canaries, places)).toEqual([]);
    for (const args of shown) expectCollected(places, new RegExp(`^terraform ${args.join(" ")} \\(exit 0`));
    expectCollected(places, /^terraform\.tfstate$/, /^tfplan → tfplan$/, /^tfplan → tfstate$/, /^progress\.jsonl$/);
    expectCollected(places, /^run record /, /^terraform apply .*exit 0/);
    if (runs === "process") expectEveryCallLogged(places);
    else expect(logged.join("\n")).toContain("duration_ms");
  });

  test.each(["token", "keys", "password"])("of %s from the environment, when the service echoes it", async (kind) => {
    await start("none", "attached", watchBriefly);
    configureLines(workspace, 'request_timeout = "5s"');
    const places = await runEverything(asEnvironment(kinds[kind]!), echo.url);
    expect(echo.requests.some(({ method }) => method === "POST")).toBe(true);
    expect([...places].some(([, text]) => text.includes("DMS.00500000"))).toBe(true);
    expect(findCanaries(canaries, places)).toEqual([]);
  });

  test("of credentials that are refused", async () => {
    await start("aksk");
    workspace.emulator.replaceInstances({ ...seed, keys: [] });
    configureLines(workspace);
    for (const kind of ["keys", "token", "password"]) {
      const places = await runEverything(asEnvironment(kinds[kind]!), workspace.url);
      expectCollected(places, /^terraform plan .*exit 1/);
      expect(findCanaries(canaries, places)).toEqual([]);
    }
  });

  test("of clouds.yaml, secure.yaml and a proxy's address, also if they cannot be used", async () => {
    await start("token", "process");
    configureLines(workspace, 'region = "eu-de"', 'cloud_domain = "cloud.example"');
    const auth = { username: "anna", user_domain_name: "OTC-1", password: canaries.password };
    const home = join(workspace.folder, "clouds");
    writeFileSync(`${home}.yaml`, JSON.stringify({ clouds: { team: { auth } } }));
    const { password, proxy_password: proxyPassword } = canaries;
    const environment = {
      OS_CLOUD: "team",
      HTTPS_PROXY: `http://anna:${encodeURIComponent(proxyPassword)}@127.0.0.1:${proxy.port}`,
    };
    const sightings = async (more: Environment = {}): Promise<readonly Sighting[]> => {
      const run = await workspace.terraform(["plan", "-no-color", "-input=false"], {
        TF_LOG: "TRACE",
        ...environment,
        ...more,
      });
      expect(run.code).toBe(1);
      return findCanaries(canaries, new Map([["plan", run.output]]));
    };
    expect(await sightings()).toEqual([]);
    expect(proxy.asked.length).toBeGreaterThan(0);
    writeFileSync(`${home}.yaml`, `clouds: {team: {auth: {password: ${password}`);
    expect(await sightings()).toEqual([]);
    expect(await sightings({ HTTPS_PROXY: `http://anna:${proxyPassword}@:port` })).toEqual([]);
    rmSync(`${home}.yaml`);
  });

  test("of attributes, except where Terraform itself keeps its configuration", async () => {
    for (const [kind, auth] of [
      ["keys", "aksk"],
      ["password", "token"],
    ] as const) {
      await start(auth);
      const lines = Object.entries(kinds[kind]!).map(([name, value]) => `${name} = ${hclString(value)}`);
      configureLines(workspace, ...lines);
      const places = await runEverything({}, workspace.url, kind === "keys" ? prints : []);
      expectCollected(places, /^terraform apply .*exit 0/);
      const found = new Set(findCanaries(canaries, places).map(({ place }) => place));
      // Terraform's print of its copy of the configuration. Versions leave out different parts of it.
      found.delete("terraform show -json tfplan (exit 0)");
      // The file itself, and the copy of it that every plan file holds.
      expect([...found].sort()).toEqual(["provider.tf", "tfplan → tfconfig/m-/provider.tf"]);
      if (kind === "keys") await Promise.all([proxy.close(), echo.close(), workspace.dispose()]);
    }
  });

  /** One DEBUG line of the provider for each call of the journal, in the log of the command that made it. */
  function expectEveryCallLogged(places: Places): void {
    const logged = [...places]
      .filter(([place]) => place.startsWith("terraform "))
      .flatMap(([, text]) => [...text.matchAll(/\[DEBUG\].*?: (GET|POST) (\/\S+?)(?:\?\S*?)?: (.*)$/gm)])
      .map(([, method, path, details = ""]) => {
        expect(details).toMatch(/\bduration_ms=\d+\b/);
        expect(details).toMatch(/\brequest_id=[0-9a-f]{32}\b/);
        return `${method!} ${path!} ${/\bstatus=(\d+)/.exec(details)?.[1] ?? "none"}`;
      });
    const made = workspace.emulator.journal().map(({ method, path, status }) => `${method} ${path} ${String(status)}`);
    expect([...logged].sort()).toEqual([...made].sort());
  }
});

test("the search finds every spelling", () => {
  for (const secret of Object.values(canaries)) {
    for (const text of [
      secret,
      JSON.stringify({ secret }),
      JSON.stringify(JSON.stringify({ secret })),
      JSON.stringify({ secret }).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
      `?a=${encodeURIComponent(secret)}`,
      new URLSearchParams({ secret }).toString(),
      Buffer.from(`a${secret}`).toString("base64"),
      Buffer.from(`ab${secret}c`).toString("base64url"),
      Buffer.from(secret).toString("hex"),
    ]) {
      expect(findCanaries({ secret }, new Map([["here", text]]))).not.toEqual([]);
    }
  }
  expect(findCanaries({ secret: canaries.token }, new Map([["here", readFileSync(__filename, "utf8")]]))).not.toEqual(
    [],
  );
});

function hclString(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
