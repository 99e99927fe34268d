import { createHash } from "node:crypto";
import type { Story } from "../../__tests__/support/versions/core-stories";

/** The outcome of a run of the lane `versions`. */
export interface VersionRecord {
  /** Digest of the stories that ran. */
  readonly stories: string;
  /** Those on which every story passed, in order. */
  readonly programs: readonly PassedProgram[];
}

interface PassedProgram {
  /** Such as "OpenTofu 1.12.6". */
  readonly name: string;
  readonly stories: number;
  /** Whether it has Terraform's actions. Their stories passed, too. */
  readonly hasActions: boolean;
}

/** Jest's `--json` of a run. */
export interface JestRun {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly ancestorTitles: readonly string[]; readonly status: string }[];
  }[];
}

/** A short text that is another one for another list of stories. */
export function digestOf(stories: readonly Pick<Story, "file" | "name">[]): string {
  const lines = stories.map(({ file, name }) => `${file}: ${name}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex").slice(0, 16);
}

/** The record of a run of the lane. Throws when a test did not pass, or a program did not run every story. Pure. */
export function recordOf({ success, testResults }: JestRun, stories: readonly Story[]): VersionRecord {
  if (!success) throw new Error("The lane versions failed: there is nothing to record.");
  const titles = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === "passed").map(({ ancestorTitles: [title = ""] }) => title),
  );
  const core = countBy(titles, "core stories on");
  const actions = countBy(titles, "actions on");
  const programs = [...core].map(([name, passed]) => {
    if (passed !== stories.length) throw new Error(`${name} passed ${passed} of ${stories.length} stories.`);
    return { name, stories: passed, hasActions: actions.has(name) };
  });
  return { stories: digestOf(stories), programs: programs.sort(byName) };
}

/** Two records in one; of programs in both, the later one's. The programs of `earlier` count only if both ran the same stories. Pure. */
export function joinedRecord(earlier: VersionRecord, later: VersionRecord): VersionRecord {
  const isNew = ({ name }: PassedProgram): boolean => later.programs.every((each) => each.name !== name);
  const kept = earlier.stories === later.stories ? earlier.programs.filter(isNew) : [];
  return { ...later, programs: [...kept, ...later.programs].sort(byName) };
}

/** How many titles begin with these words, by the two that follow: the program's name and version. */
function countBy(titles: readonly string[], words: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const title of titles.filter((each) => each.startsWith(`${words} `))) {
    const name = title
      .slice(words.length + 1)
      .split(" ")
      .slice(0, 2)
      .join(" ");
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Terraform before OpenTofu, old before new. */
function byName({ name: one }: PassedProgram, { name: other }: PassedProgram): number {
  const [program, otherProgram] = [one.split(" ")[0]!, other.split(" ")[0]!];
  return otherProgram.localeCompare(program) || one.localeCompare(other, "en", { numeric: true });
}
