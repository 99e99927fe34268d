import { createWorkspace, type Workspace } from "../acceptance/workspace";
import { findCanaries } from "../client/canaries";
import { attachWith } from "../provider/attach-provider";
import {
  accessKey,
  configurationOf,
  environmentOf,
  foreignFields,
  type Pace,
  patient,
  providerOf,
  requestTimeoutMs,
  user,
} from "./configuration";
import { AttackMemory } from "./memory";
import { type Applied, Machines } from "./machines";
import { type Chapter, type Name, names, type Step, type Story } from "./story";
import { type CuttingProxy, startCuttingProxy } from "../chaos/cutting-proxy";
import { type Broken, brokenBy, type Seen, type Wanted } from "./promises";
import { seedWith, ServiceTruth, tokenOf } from "./service-truth";

/** The times of applies that may meet trouble: each story waits them out. */
const hurried = { readyTimeout: "2s", runTimeoutMs: 8_000 };
/** The time beside it: the request under way with its repetitions, and the start of programs on a slow machine. */
const besideMs = 3 * requestTimeoutMs + 15_000;
const calm: Step = { machine: 0, trouble: { kind: "none" }, blow: undefined, isPlanned: true };

/** The end of an attack. */
export interface Ending {
  readonly broken: readonly (Broken & { readonly step: Step })[];
  /** Everything that applies showed. */
  readonly seen: readonly Seen[];
}

/** Plays the story to its end, or until a promise is broken. */
export async function play(story: Story): Promise<Ending> {
  const log: unknown[] = [];
  const { provider, program, secret } = story;
  const people = { users: [{ ...user, password: secret }], keys: [{ access: accessKey, secret }] };
  const workspace = await createWorkspace({
    hcl: "",
    emulator: { seed: { ...seedWith(names, foreignFields(story)), ...people }, auth: "any" },
    program,
    runs: provider,
    attach: attachWith({ log: (...line) => log.push(line) }),
  });
  const proxy = await startCuttingProxy(workspace.url, undefined, (ms) => new Promise((pass) => setTimeout(pass, ms)));
  const token = await tokenOf(workspace.url, { ...user, password: secret });
  workspace.configureProvider(providerOf(story, proxy.url));
  const machines = new Machines(workspace, story, environmentOf(story, proxy.url, token), log);
  const attack = new Attack({ story, workspace, proxy, machines, token, log });
  try {
    return await attack.play();
  } finally {
    await machines.dispose();
    await proxy.close();
    await workspace.dispose();
  }
}

interface Parts {
  readonly story: Story;
  readonly workspace: Workspace;
  readonly proxy: CuttingProxy;
  readonly machines: Machines;
  readonly token: string;
  readonly log: readonly unknown[];
}

class Attack {
  private readonly truth: ServiceTruth;
  private readonly memory = new AttackMemory();
  private readonly seen: Seen[] = [];

  public constructor(private readonly parts: Parts) {
    this.truth = new ServiceTruth(parts.workspace, parts.token);
  }

  public async play(): Promise<Ending> {
    const { story } = this.parts;
    let broken = await this.applyAndJudge(calm, this.memory.want([], true), patient);
    let deleted: readonly Name[] = [];
    for (const chapter of story.chapters) {
      if (broken.length > 0) break;
      this.memory.change(chapter.restarted, await this.truth.restartCounts());
      // An instance that is gone stays declared so: it would be missed.
      const gone = names.filter((name) => !this.truth.statuses().has(name));
      deleted = names.filter((name) => chapter.retired.includes(name) || gone.includes(name));
      broken = await this.playChapter(chapter, this.memory.want(deleted, chapter.allowDeletion, chapter.maxDeletions));
    }
    return { broken: broken.length > 0 ? broken : await this.finish(deleted), seen: this.seen };
  }

  private async playChapter(chapter: Chapter, wanted: Wanted): Promise<Ending["broken"]> {
    // Without trouble all restarts end by themselves, on a slow machine later.
    const pace = { ...patient, ...(chapter.steps.every(isCalm) ? {} : hurried), ...paceOf(chapter) };
    let bound: 0 | 1 | undefined;
    for (const step of chapter.steps) {
      const machine = bound ?? step.machine;
      const broken = await this.applyAndJudge({ ...step, machine }, wanted, pace);
      if (broken.length > 0) return broken;
      bound = isKill(step) ? machine : undefined;
    }
    return bound === undefined ? [] : this.applyAndJudge({ ...calm, machine: bound }, wanted, pace);
  }

  /** New triggers without trouble, and consent to every deletion: all of it becomes true. A lost call is looked for first. */
  private async finish(deleted: readonly Name[]): Promise<Ending["broken"]> {
    this.truth.heal(foreignFields(this.parts.story));
    this.memory.change(names, await this.truth.restartCounts());
    const gone = names.filter((name) => !this.truth.statuses().has(name));
    const wanted = this.memory.want(
      names.filter((name) => deleted.includes(name) || gone.includes(name)),
      true,
    );
    for (let left = 3; left > 0; left -= 1) {
      const broken = await this.applyAndJudge(calm, wanted, patient);
      const { code, planned = [] } = this.seen.at(-1)!;
      if (broken.length > 0 || code === 0) return broken;
      if (!planned.some(({ action }) => action === "verify")) break;
    }
    return [{ promise: 4, flaw: `never ends without trouble: ${this.seen.at(-1)!.output}`, step: calm }];
  }

  private async applyAndJudge(step: Step, wanted: Wanted, pace: Pace): Promise<Ending["broken"]> {
    const { workspace, proxy, machines } = this.parts;
    workspace.emulator.setFaults(step.trouble.kind === "service" ? step.trouble.faults : []);
    proxy.arm(step.trouble.kind === "network" ? step.trouble.harm : undefined);
    const sent = workspace.calls().length;
    const limitMs = pace.runTimeoutMs + besideMs;
    const applied = await machines.apply(step, configurationOf(wanted, pace), limitMs);
    const calls = workspace.calls().slice(sent);
    const seen = { ...(await this.look(step, wanted, applied)), calls, limitMs };
    this.seen.push(seen);
    const broken = brokenBy(seen);
    this.memory.learn(seen.code, seen.state);
    return broken.map((each) => ({ ...each, step }));
  }

  private async look(step: Step, wanted: Wanted, applied: Applied): Promise<Omit<Seen, "calls" | "limitMs">> {
    const { machines } = this.parts;
    const { run, tookMs, planned, isStruck } = applied;
    const state = machines.state();
    const service = this.memory.truths(this.truth.statuses(), await this.truth.restartCounts());
    const second = run.code === 0 ? await this.applyAgain(step.machine) : undefined;
    return {
      wanted,
      consented: this.memory.consented(),
      answered: this.memory.answered(),
      isCalm: !isStruck && step.trouble.kind === "none",
      isKilled: isStruck && isKill(step),
      code: run.code,
      output: run.output,
      tookMs,
      planned,
      state,
      service,
      ...this.search(),
      second,
    };
  }

  private async applyAgain(machine: 0 | 1): Promise<Seen["second"]> {
    const { workspace, machines } = this.parts;
    const sent = workspace.calls().length;
    const { code, output } = await machines.repeat(machine);
    return { code, output, calls: workspace.calls().length - sent };
  }

  /** Seeks secrets anywhere, and the sensitive variable outside of the files that are Terraform's own. */
  private search(): Pick<Seen, "sightings" | "searched"> {
    const { story, workspace, machines, token, log } = this.parts;
    const places = new Map(machines.everything());
    places.set("log of an attached provider", log.map((line) => JSON.stringify(line)).join("\n"));
    places.set("journal", JSON.stringify(workspace.emulator.journal()));
    const ofTerraform = /terraform\.tfstate|\/tfplan/;
    const others = new Map([...places].filter(([place]) => !ofTerraform.test(place)));
    const sightings = [
      ...findCanaries({ secret: story.secret, token }, places),
      ...findCanaries({ sensitive: story.sensitive }, others),
    ];
    return { sightings, searched: [...places].filter(([, text]) => text !== "").map(([place]) => place) };
  }
}

function paceOf({ maxUnavailable, maxFailures }: Chapter): Pick<Pace, "maxUnavailable" | "maxFailures"> {
  return { maxUnavailable, maxFailures };
}

function isCalm({ trouble, blow }: Step): boolean {
  return trouble.kind === "none" && blow === undefined;
}

/** Whether the blow keeps the end from state. */
function isKill({ blow }: Step): boolean {
  return blow !== undefined && blow.victim !== "interrupt";
}
