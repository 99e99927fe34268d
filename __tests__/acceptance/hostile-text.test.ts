import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Front, type FrontAnswer, type FrontRequest, startFront } from "../support/acceptance/front";
import { lifecycle, purgeOf, seedOf, triggered } from "../support/acceptance/hcl";
import { unwrapped } from "../support/acceptance/proof";
import { createWorkspace, providerLines, type Workspace } from "../support/acceptance/workspace";
import { filesBelow } from "../support/client/canaries";
import { hidden, obeyed } from "../support/client/hostile-texts";

/** As long as tokens of Keystone are, and sent by every request. */
const token = `gAAAAAB${"mQ7xK2pLw9vR4tYs8bNc1dFg6hJk3zXe5aUi0oPqWlE_".repeat(7)}`.slice(0, 306);
const partsOfToken = Array.from({ length: token.length - 15 }, (_, at) => token.slice(at, at + 16).toLowerCase());

const acting = "\u001b[2J\u001b]8;;http://evil.example\u0007link\n::set-output name=a::x\r##vso[task.complete]\u202e";
const reflected = {
  lines: token.replace(/.{64}/g, "$&\n"),
  spaced: token.replace(/.{3}/g, "$&\u200b"),
  printable: token.replaceAll("_", "=5F").replace(/.{72}/g, "$&=\r\n"),
  cut: token.slice(20, 290),
};

/** The instances of the service, with their names and statuses. */
const words: Readonly<Record<string, object>> = {
  orders: { name: `::stop-commands::x${acting}`, engine: "kafka" },
  audit: { name: reflected.lines, engine: reflected.spaced, status: `ERR${acting}${reflected.cut}` },
  stillborn: { name: `${"n".repeat(5_000)}${acting}` },
  unborn: { name: reflected.printable, engine_version: acting },
};

const names = ["orders", "audit"] as const;
const hcl = (trigger: string): string =>
  lifecycle(triggered(names, trigger), 'ready_timeout = "1s"') +
  purgeOf("kafka") +
  `data "dms_instances" "all" { include_failed = true }
output "all" { value = data.dms_instances.all.instances }
output "results" { value = dms_instance_lifecycle.fleet.results }
output "one" { value = join(", ", data.dms_instances.all.instances[*].name) }
`;

describe("a service whose words act on terminals and CI systems, and reflect the token of its caller", () => {
  let workspace: Workspace;
  let front: Front;
  const places = new Map<string, string>();

  /** Answers in the hostile words, and reports every call as failed. */
  async function intercept({ method, path }: FrontRequest, forward: () => Promise<FrontAnswer>): Promise<FrontAnswer> {
    if (method === "POST") {
      const error_msg = `${acting}${reflected.lines}`;
      const body = JSON.stringify({ error_code: `::error::${reflected.cut}`, error_msg, request_id: reflected.spaced });
      return { status: 400, contentType: "application/json", body };
    }
    const answer = await forward();
    if (!path.includes("/instances") || answer.status !== 200) return answer;
    const body = JSON.parse(answer.body) as {
      instances?: readonly { readonly name: string }[];
      readonly name?: string;
    };
    const told = <T extends { readonly name?: string }>(instance: T): object => ({
      ...instance,
      ...words[instance.name ?? ""],
    });
    const { instances } = body;
    return {
      ...answer,
      body: JSON.stringify(instances === undefined ? told(body) : { ...body, instances: instances.map(told) }),
    };
  }

  beforeAll(async () => {
    const failed = { status: "CREATEFAILED" };
    const seed = seedOf({ orders: {}, audit: {}, stillborn: failed, unborn: failed });
    workspace = await createWorkspace({ hcl: hcl("1"), emulator: { seed } });
    front = await startFront(workspace.url, intercept);
    workspace.configureProvider(providerLines(front.url));
    const env = {
      OS_TOKEN: token,
      // Names its Keystone: a token of the environment goes to this machine only if its Keystone is on this machine too.
      OS_AUTH_URL: `${front.url}/v3`,
      TF_LOG_PROVIDER: "TRACE",
      DMS_PROGRESS_FILE: join(workspace.folder, "progress.jsonl"),
    };
    const run = async (name: string, ...args: readonly string[]): Promise<void> => {
      const { code, stdout, stderr } = await workspace.terraform(args, env);
      places.set(`${name}: stdout`, stdout);
      places.set(`${name}: stderr`, stderr);
      places.set(`${name}: exit code`, String(code));
    };
    const flags = ["-no-color", "-input=false"];
    await run("adoption", "apply", ...flags, "-auto-approve");
    workspace.configure(hcl("2"));
    await run("plan", "plan", ...flags, "-out=tfplan");
    await run("plan as JSON", "show", "-json", "tfplan");
    await run("apply", "apply", ...flags, "tfplan");
    await run("state", "show", "-no-color");
    await run("outputs", "output", "-no-color");
    await run("one output", "output", "-raw", "one");
    for (const [file, text] of filesBelow(workspace.folder, ["mirror", "home", ".terraform/providers", "main.tf"])) {
      places.set(`file ${file}`, text);
    }
  });
  afterAll(async () => {
    await front.close();
    await workspace.dispose();
  });

  const printed = (): readonly (readonly [string, string])[] =>
    [...places].filter(([name]) => /: std(out|err)$/.test(name));

  test("ends each command as any service that fails", () => {
    const codes = ["adoption", "plan", "apply", "outputs"].map((name) => places.get(`${name}: exit code`));
    expect(codes).toEqual(["1", "0", "1", "0"]);
    const { results, unfinished } = stateOf(workspace, "dms_instance_lifecycle");
    expect(unfinished).toEqual(["audit", "orders"]);
    expect(results).toMatchObject({
      orders: { result: "failed", message: expect.stringMatching(/link : :set-output name=a::x # #vso\[/) as unknown },
      audit: {
        result: "not_started",
        reason: expect.stringContaining("in which the service does not restart it") as unknown,
      },
    });
  });

  test("has no effect in Terraform's output", () => {
    for (const [place, text] of printed()) {
      const lines = text.split("\n").map((line) => line.replaceAll("\t", " "));
      expect([place, lines.filter((line) => hidden.test(line) || obeyed.test(line))]).toEqual([place, []]);
    }
    expect(unwrapped(places.get("apply: stderr") ?? "")).toContain(
      "it was ERR\uFFFD[2J\uFFFD]8;;http://evil.example\uFFFDlink : :set-output",
    );
  });

  test("leaves no active and no unbounded text in state", () => {
    const texts = textsIn(JSON.parse(places.get("file terraform.tfstate") ?? ""));
    expect(texts.some((text) => text.startsWith(`${"n".repeat(255)}…`))).toBe(true);
    expect(texts.filter((text) => text.length > 2_600)).toEqual([]);
    // Private data of the provider is base64 of its own JSON.
    expect(texts.filter((text) => hidden.test(text) || obeyed.test(text))).toEqual([]);
  });

  test("leaves a progress file that can be read and followed", () => {
    const text = places.get("file progress.jsonl") ?? "";
    const lines = text.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toContain("call_failed");
    expect(lines.filter((line) => hidden.test(line) || obeyed.test(line))).toEqual([]);
  });

  test("shows its caller's token nowhere, in any folding", () => {
    expect([...places.keys()]).toEqual(
      expect.arrayContaining(["file terraform.tfstate", "file progress.jsonl", "file tfplan"]),
    );
    expect(places.get("apply: stderr")).toContain("***");
    for (const [place, text] of places) {
      const letters = text.toLowerCase();
      const bare = letters.replace(/\\u[0-9a-f]{4}|\\[nrt]|[^0-9a-z_]/g, "");
      expect([place, partsOfToken.filter((part) => letters.includes(part) || bare.includes(part))]).toEqual([
        place,
        [],
      ]);
    }
  });
});

interface Attributes {
  readonly results: Readonly<Record<string, unknown>>;
  readonly unfinished: readonly string[];
}

function stateOf({ folder }: Workspace, type: string): Attributes {
  const file = join(folder, "terraform.tfstate");
  if (!existsSync(file)) throw new Error("there is no state");
  const { resources } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resources: readonly {
      readonly type: string;
      readonly instances: readonly [{ readonly attributes: Attributes }];
    }[];
  };
  const found = resources.find((resource) => resource.type === type);
  if (found === undefined) throw new Error(`${type} is not in state`);
  return found.instances[0].attributes;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(textsIn)];
}
