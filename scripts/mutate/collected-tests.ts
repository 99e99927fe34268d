/** A test of a file, with the hooks around it. */
export interface CollectedTest {
  /** Its file and its groups' names before its own. */
  readonly name: string;
  readonly run: () => Promise<void>;
}

type Body = (...args: never[]) => unknown;
type Declare = (name: string, body: Body) => void;

interface Group {
  readonly name: string;
  readonly before: Body[];
  readonly after: Body[];
}

/**
 * Collects the tests that `load` declares with the names that Jest's tests use: `describe`, `test`, `it` (each with `each`), `beforeEach` and
 * `afterEach`. `expect` must be there. What Jest has beyond these is missing, so a file that needs it fails when it is loaded.
 */
export function collectTests(files: readonly string[], load: (file: string) => void): readonly CollectedTest[] {
  const collected: CollectedTest[] = [];
  const names = new Set<string>();
  let groups: readonly Group[] = [];
  const inGroup = (name: string, body: () => unknown): void => {
    const outer = groups;
    groups = [...outer, { name, before: [], after: [] }];
    body();
    groups = outer;
  };
  const declare: Declare = (name, body) => {
    const around = groups;
    const whole = unusedName([...around.map((group) => group.name), name].join(" "), names);
    names.add(whole);
    collected.push({ name: whole, run: () => runTest(around, body) });
  };
  const test = Object.assign(declare, { each: eachOf(declare) });
  const innermost = (): Group => groups.at(-1)!;
  const words = {
    describe: Object.assign(inGroup, { each: eachOf((name, body) => inGroup(name, body)) }),
    test,
    it: test,
    beforeEach: (hook: Body) => void innermost().before.push(hook),
    afterEach: (hook: Body) => void innermost().after.push(hook),
  };
  withGlobals(words, () => {
    for (const file of files) inGroup(file, () => load(file));
  });
  return collected;
}

/** Tests use these words while they are declared alone. */
function withGlobals(words: Readonly<Record<string, unknown>>, work: () => void): void {
  const globals = globalThis as Record<string, unknown>;
  const before = Object.fromEntries(Object.keys(words).map((word) => [word, globals[word]]));
  Object.assign(globals, words);
  try {
    work();
  } finally {
    Object.assign(globals, before);
  }
}

async function runTest(groups: readonly Group[], body: Body): Promise<void> {
  for (const { before } of groups) for (const hook of before) await hook();
  try {
    await body();
  } finally {
    for (const { after } of [...groups].reverse()) for (const hook of after) await hook();
  }
}

function eachOf(declare: Declare): (rows: readonly unknown[]) => Declare {
  return (rows) => (name, body) => {
    for (const row of rows) {
      const args = (Array.isArray(row) ? row : [row]) as never[];
      declare(`${name} ${JSON.stringify(row)}`, () => body(...args));
    }
  };
}

function unusedName(name: string, used: ReadonlySet<string>): string {
  let number = 1;
  let unused = name;
  while (used.has(unused)) unused = `${name} #${++number}`;
  return unused;
}
