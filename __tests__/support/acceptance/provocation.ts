import type { Emulator } from "../../../lib/emulator/emulator";
import { idOf, type Seeded, seedOf } from "./hcl";
import { createWorkspace, projectId, providerLines, type Workspace } from "./workspace";
import { until } from "../time/until";

/** A story that ends in something Terraform says. Every instance of `fleet` is running Kafka unless told otherwise. */
export interface Provocation {
  /** Set where a function has several: which of them. */
  readonly what?: string;
  readonly fleet?: Readonly<Record<string, Seeded>>;
  /** More lines of the provider block. */
  readonly provider?: string;
  /** Applied first. */
  readonly adopt?: string;
  /** The provider's project after that. */
  readonly project?: string;
  /** The configuration of the command. */
  readonly hcl: string;
  /** The events at the service before the command. */
  readonly meanwhile?: (emulator: Emulator) => void;
  /**
   * - `plan`, `apply`
   * - `plan then apply`: `meanwhile` happens between the two
   * - `interrupt`: an apply that is interrupted once its call was sent
   *
   * @default "plan"
   */
  readonly command?: "plan" | "apply" | "plan then apply" | "interrupt";
  /** Terraform decides the order of resources: the diagnostics are shown without places, and sorted. @default false */
  readonly anyOrder?: boolean;
}

/** A diagnostic as Terraform's machine-readable output has it. */
interface Shown {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
  readonly snippet?: { readonly code: string };
}

/**
 * Plays the story. Returns every diagnostic of its last command but Terraform's own of being interrupted, as text without the parts that
 * differ from run to run.
 */
export async function provoke(story: Provocation): Promise<readonly string[]> {
  const fleet = story.fleet ?? { audit: {}, orders: {} };
  const workspace = await createWorkspace({ hcl: story.adopt ?? story.hcl, emulator: { seed: seedOf(fleet) } });
  try {
    workspace.configureProvider(providerLines(workspace.url, story.provider));
    if (story.adopt !== undefined) {
      const adoption = await workspace.apply();
      if (adoption.code !== 0) throw new Error(`not adopted:\n${adoption.output}`);
      workspace.configure(story.hcl);
      const lines = providerLines(workspace.url, story.provider);
      if (story.project !== undefined) workspace.configureProvider(lines.replace(projectId, story.project));
    }
    const names = Object.keys(fleet);
    const shown = diagnosticsIn(await play(story, workspace));
    if (story.anyOrder !== true) return shown.map((each) => describe(each, names));
    return shown.map(({ severity, summary, detail }) => describe({ severity, summary, detail }, names)).sort();
  } finally {
    await workspace.dispose();
  }
}

async function play({ command = "plan", meanwhile }: Provocation, workspace: Workspace): Promise<string> {
  const run = async (name: string, ...args: readonly string[]): Promise<string> =>
    (await workspace.terraform([name, "-json", "-input=false", ...args])).stdout;
  if (command === "plan then apply") {
    await workspace.plan();
    meanwhile?.(workspace.emulator);
    return run("apply", "tfplan");
  }
  meanwhile?.(workspace.emulator);
  switch (command) {
    case "plan":
      return run("plan");
    case "apply":
      return run("apply", "-auto-approve");
    case "interrupt":
      return interrupt(workspace);
  }
}

/** An apply that gets Ctrl-C once a new call was answered or lost, as a terminal sends it: to terraform and to its child processes. */
export async function interrupt(workspace: Workspace): Promise<string> {
  const before = workspace.calls().length;
  const running = workspace.start(["apply", "-auto-approve", "-json", "-input=false"]);
  // A look that follows the call shows that its answer, or the loss of it, has reached the provider.
  const isAnswered = (): boolean =>
    workspace.calls().length > before && workspace.emulator.journal().at(-1)?.method === "GET";
  await until("a look after the call", isAnswered, running);
  process.kill(-(running.process.pid ?? 0), "SIGINT");
  return (await running.finished).stdout;
}

function diagnosticsIn(output: string): readonly Shown[] {
  return output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .flatMap((line) => {
      const { diagnostic } = JSON.parse(line) as { diagnostic?: Shown };
      return diagnostic === undefined || diagnostic.summary === "execution halted" ? [] : [diagnostic];
    });
}

function describe({ severity, summary, detail, range, snippet }: Shown, names: readonly string[]): string {
  const where =
    range === undefined ? "" : `\n(${range.filename}:${range.start.line}) ${snippet?.code.trim().split("\n")[0] ?? ""}`;
  return withoutAccidents(`${severity}: ${summary}${where}\n\n${detail}`, names);
}

/** Ids by the names they stand for; ports, request ids and measured times by a word. */
function withoutAccidents(text: string, names: readonly string[]): string {
  const named = [...names, "nobody"].reduce((rest, name) => rest.replaceAll(idOf(name), `<id of ${name}>`), text);
  return named
    .replace(/127\.0\.0\.1:\d+/g, "127.0.0.1:<port>")
    .replace(/request id [0-9a-f]+/g, "request id <id>")
    .replace(/the connection broke before the whole answer came \([^)]*\)/g, "the connection broke (<why>)")
    .replace(/\b\d+(ms|s) later/g, "<time> later");
}
