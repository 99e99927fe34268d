import {
  createModelHost,
  createRealHost,
  type Host,
  type Step,
  type Thing,
  type Trace,
} from "../support/terraform-model/call-order-hosts";
import { openTofu, terraform111, terraform114, terraform16, type Ways } from "../support/terraform-model/ways";
import {
  distinctPrograms,
  isAtLeast,
  programOnPath,
  programsUnderTest,
  type VersionedProgram,
} from "../support/versions/programs";

/** Plays a story on a host: the trace of each step. */
async function tell(host: Host, steps: readonly Step[]): Promise<readonly Trace[]> {
  try {
    const traces: Trace[] = [];
    for (const step of steps) traces.push(await host.run(step));
    return traces;
  } finally {
    await host.close();
  }
}

const apply = (declare?: Step["declare"], more: Partial<Step> = {}): Step => ({
  command: "apply",
  ...(declare !== undefined && { declare }),
  ...more,
});
const plan = (more: Partial<Step> = {}): Step => ({ command: "plan", ...more });
const early = (text: string, kind = "x"): Thing => ({ text, kind, createBeforeDestroy: true });
const gone = { command: "destroy" } as const;

const stories: Readonly<Record<string, readonly Step[]>> = {
  "a creation, a plan with nothing to do, an update": [
    plan({ declare: { text: "a" } }),
    apply(),
    plan(),
    apply(),
    apply({ text: "b" }),
    apply({ text: "c" }, { refresh: false }),
    plan({ refresh: false }),
  ],
  "a refresh alone": [apply({ text: "a" }), plan({ mode: "refresh-only" }), apply(undefined, { mode: "refresh-only" })],
  "a saved plan, of an update, a replacement and a destruction": [
    apply({ text: "a" }),
    { command: "save", declare: { text: "b" } },
    { command: "apply saved" },
    { command: "save", replace: true },
    { command: "apply saved" },
    { command: "save", mode: "destroy" },
    { command: "apply saved" },
  ],
  "a saved plan that is stale": [
    apply({ text: "a" }),
    { command: "save", declare: { text: "b" } },
    apply(undefined, { mode: "refresh-only" }),
    { command: "apply saved" },
  ],
  "a replacement that the user wants": [
    apply({ text: "a" }),
    plan({ replace: true }),
    apply(undefined, { replace: true }),
    apply(undefined, { replace: true, refresh: false }),
  ],
  "a replacement that an attribute forces": [
    apply({ text: "a" }),
    plan({ declare: { text: "b", kind: "y" } }),
    apply(),
  ],
  "a tainted object": [
    apply({ text: "a" }),
    { command: "taint" },
    plan(),
    plan({ refresh: false }),
    plan({ replace: true }),
    { command: "untaint" },
    plan(),
    { command: "taint" },
    apply(undefined, { mode: "refresh-only" }),
    apply(),
    { command: "taint" },
    apply(undefined, { refresh: false }),
  ],
  "a creation that fails, with and without an object": [
    apply({ text: "fails empty" }),
    apply({ text: "fails" }),
    plan({ refresh: false }),
    apply({ text: "a" }),
  ],
  "an update that fails, with and without an object": [
    apply({ text: "a" }),
    apply({ text: "fails" }),
    apply({ text: "fails empty" }),
    apply({ text: "b" }),
  ],
  "a replacement whose destruction fails, and one whose creation fails": [
    apply({ text: "fails to go" }),
    apply(undefined, { replace: true }),
    gone,
    apply({ text: "a" }),
    apply({ text: "fails", kind: "y" }),
    apply({ text: "b", kind: "y" }),
  ],
  "a plan that is refused": [apply({ text: "a" }), apply({ text: "refuses" }), gone, apply({ text: "b" })],
  "an object that is gone": [
    apply({ text: "vanishes" }),
    plan(),
    plan({ mode: "refresh-only" }),
    apply(undefined, { mode: "refresh-only" }),
    apply(),
    apply({ text: "a" }),
    apply({ text: "vanishes" }),
    gone,
    apply(),
    plan({ declare: "nothing" }),
    apply(),
  ],
  "a destruction": [
    apply({ text: "a" }),
    plan({ mode: "destroy" }),
    plan({ mode: "destroy", refresh: false }),
    gone,
    apply(),
    { ...gone, refresh: false },
    apply(),
    { command: "taint" },
    gone,
  ],
  "a resource that is no longer declared": [
    apply({ text: "a" }),
    plan({ declare: "nothing" }),
    plan({ refresh: false }),
    plan({ mode: "refresh-only" }),
    apply(),
    apply({ text: "a" }),
    { command: "taint" },
    apply("nothing"),
  ],
  "a resource that is forgotten": [
    apply({ text: "a" }),
    plan({ declare: "forgotten" }),
    plan({ refresh: false }),
    apply(),
  ],
  "an import by command and by block": [
    { command: "import", declare: { text: "imported" }, importId: "i1" },
    plan(),
    apply(),
    apply("nothing"),
    plan({ declare: { text: "a", importId: "i2" } }),
    apply(),
    apply("nothing"),
    apply({ text: "a", importId: "i3" }, { refresh: false }),
  ],
  create_before_destroy: [
    apply(early("a")),
    apply(undefined, { replace: true }),
    apply(early("b", "y")),
    { command: "taint" },
    apply(),
    { command: "taint" },
    apply(undefined, { refresh: false }),
    gone,
  ],
  "create_before_destroy that is declared later": [apply({ text: "a" }), apply(early("a")), apply(early("b", "y"))],
  "create_before_destroy whose creation fails without an object": [
    apply(early("a")),
    apply(early("fails empty", "y")),
    apply(early("b", "y")),
  ],
  "a process that dies": [
    apply({ text: "dies" }),
    apply({ text: "a" }),
    apply({ text: "dies" }),
    plan({ declare: { text: "a" } }),
    apply({ text: "dies", kind: "y" }),
    apply({ text: "dies going" }),
    apply(undefined, { replace: true }),
    apply({ text: "b" }),
    gone,
    apply(early("a")),
    apply(early("dies", "y")),
  ],
  "Ctrl-C": [
    apply({ text: "waits" }, { whileWaiting: "interrupt" }),
    apply({ text: "a" }),
    apply({ text: "waits" }, { whileWaiting: "interrupt" }),
    apply({ text: "waits going" }),
    apply({ text: "b", kind: "y" }, { whileWaiting: "interrupt" }),
  ],
  "Terraform is killed": [
    apply({ text: "waits" }, { whileWaiting: "kill" }),
    apply({ text: "a" }),
    apply({ text: "waits" }, { whileWaiting: "kill" }),
    apply({ text: "waits", kind: "y" }, { whileWaiting: "kill" }),
    apply(early("a")),
    apply(early("waits", "y"), { whileWaiting: "kill" }),
  ],
};

/** Stories with objects that were put aside. Terraform takes those and the current one side by side. */
const sideBySide: Readonly<Record<string, readonly Step[]>> = {
  "create_before_destroy whose creation fails": [
    apply(early("a")),
    apply(early("fails", "y")),
    plan(),
    plan({ refresh: false }),
    plan({ mode: "refresh-only" }),
    plan({ mode: "destroy" }),
    plan({ mode: "destroy", refresh: false }),
    apply(early("b", "y")),
  ],
  "create_before_destroy whose destruction fails": [
    apply(early("fails to go")),
    apply(early("a", "y")),
    plan(),
    apply(early("b", "y")),
    gone,
  ],
  "create_before_destroy that is interrupted": [
    apply(early("a")),
    apply(early("waits", "y"), { whileWaiting: "interrupt" }),
    plan({ declare: "nothing" }),
    apply(),
  ],
};

/** The lines of each process by the object that they are about, each in its order. */
function byObject(calls: readonly string[]): readonly (readonly string[])[] {
  const processes: string[][] = [];
  for (const line of calls) {
    if (line === "process") processes.push([]);
    else processes.at(-1)?.push(line);
  }
  return processes.map((lines) => {
    const objects = [...new Set(lines.map(objectOf))].sort();
    return objects.flatMap((object) => lines.filter((line) => objectOf(line) === object));
  });
}

/** Whether objects come or go, in the order of the apply calls. */
function applied(calls: readonly string[]): readonly string[] {
  return calls.flatMap((line) => (/^ *apply/.test(line) ? [/-> nothing/.test(line) ? "goes" : "comes or stays"] : []));
}

function objectOf(line: string): string {
  const named = /(?:upgrade|read|plan|apply) (t\d+)/.exec(line)?.[1];
  return named ?? "new";
}

/** The ways of a program. They changed between the versions that are named here. */
function waysOf(program: VersionedProgram): Ways {
  if (program.isOpenTofu) return openTofu;
  if (isAtLeast(program, [1, 14])) return terraform114;
  return isAtLeast(program, [1, 7]) ? terraform111 : terraform16;
}

/** Without the stories with `removed` blocks where the program has none. */
function storiesFor(program: VersionedProgram, of: typeof stories): readonly (readonly [string, readonly Step[]])[] {
  const hasRemovedBlocks = program.isOpenTofu || isAtLeast(program, [1, 7]);
  return Object.entries(of).filter(
    ([, steps]) => hasRemovedBlocks || !steps.some(({ declare }) => declare === "forgotten"),
  );
}

const programs = distinctPrograms([...programsUnderTest(["1.6.6", "1.15.5"]), programOnPath()]);

describe.each(programs.map((each) => [each.title, each] as const))(
  "the model calls the provider as %s does",
  (_, it) => {
    let program: string;
    beforeAll(async () => {
      program = await it.program();
    }, 300_000);

    test.each(storiesFor(it, stories))("%s", async (_story, steps) => {
      const model = await tell(createModelHost(waysOf(it)), steps);
      expect(model).toEqual(await tell(createRealHost(program), steps));
    });

    test.each(storiesFor(it, sideBySide))("about each object: %s", async (_story, steps) => {
      const ordered = (traces: readonly Trace[]) =>
        traces.map(({ calls, ...rest }) => ({ ...rest, calls: byObject(calls), applied: applied(calls) }));
      const model = ordered(await tell(createModelHost(waysOf(it)), steps));
      expect(model).toEqual(ordered(await tell(createRealHost(program), steps)));
    });
  },
);
