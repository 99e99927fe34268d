import { digestOf, type JestRun, joinedRecord, recordOf } from "../../../../scripts/versions/record";
import { withVersionTables } from "../../../../scripts/docs/version-tables";

const story = (name: string, subject = "waves") => ({ subject, file: "acceptance/waves.test.ts", name });
const stories = [story("one"), story("two"), story("three", "import")];

/** A run in which blocks of these titles passed some tests each. */
const runOf = (...blocks: readonly (readonly [title: string, passed: number])[]): JestRun => ({
  success: true,
  testResults: blocks.map(([title, passed]) => ({
    assertionResults: Array.from({ length: passed }, () => ({ ancestorTitles: [title], status: "passed" })),
  })),
});

describe("the record of a run of the lane versions", () => {
  test("has each program that passed every story, Terraform first, old before new", () => {
    const run = runOf(
      ["core stories on OpenTofu 1.12.6 (/opt/tofu)", 3],
      ["core stories on Terraform 1.15.5", 3],
      ["core stories on Terraform 1.6.6", 3],
      ["actions on Terraform 1.15.5", 7],
      ["action schemas on Terraform 1.6.6", 1],
    );
    expect(recordOf(run, stories)).toEqual({
      stories: digestOf(stories),
      programs: [
        { name: "Terraform 1.6.6", stories: 3, hasActions: false },
        { name: "Terraform 1.15.5", stories: 3, hasActions: true },
        { name: "OpenTofu 1.12.6", stories: 3, hasActions: false },
      ],
    });
  });

  test("is not made of a run that failed, or that left a story out", () => {
    const whole = runOf(["core stories on Terraform 1.6.6", 3]);
    expect(() => recordOf({ ...whole, success: false }, stories)).toThrow("there is nothing to record");
    const part = runOf(["core stories on Terraform 1.6.6", 2]);
    expect(() => recordOf(part, stories)).toThrow("Terraform 1.6.6 passed 2 of 3 stories.");
  });
});

describe("a record that is added to another one", () => {
  const earlier = recordOf(
    runOf(["core stories on Terraform 1.6.6", 3], ["core stories on Terraform 1.15.5", 3]),
    stories,
  );
  const later = recordOf(
    runOf(["core stories on OpenTofu 1.12.6", 3], ["core stories on Terraform 1.15.5", 3]),
    stories,
  );

  test("keeps the programs that it did not run", () => {
    expect(joinedRecord(earlier, later).programs.map(({ name }) => name)).toEqual([
      "Terraform 1.6.6",
      "Terraform 1.15.5",
      "OpenTofu 1.12.6",
    ]);
  });

  test("keeps none that ran other stories", () => {
    expect(joinedRecord({ ...earlier, stories: "of old" }, later)).toEqual(later);
  });
});

describe("the page on supported versions", () => {
  const page = "# Page\n\n<!-- programs -->\n\n| old |\n\nText.\n\n<!-- stories -->\n\nEnd.\n";
  const record = recordOf(runOf(["core stories on Terraform 1.6.6", 3]), stories);

  test("has the programs of the record and the subjects of the stories, each once", () => {
    const text = withVersionTables(page, record, stories);
    expect(text).not.toContain("old");
    expect(text).toMatch(/\| Terraform +\| 1\.6\.6 +\| 3 /);
    expect(text).toMatch(/\| waves +\| 2 /);
    expect(text).toMatch(/\| import +\| 1 /);
    expect(withVersionTables(text, record, stories)).toBe(text);
  });

  test("is refused when the stories are not those that ran", () => {
    const others = [...stories, story("four")];
    expect(() => withVersionTables(page, record, others)).toThrow("record-versions.ts");
    expect(() => withVersionTables("# Page\n", record, stories)).toThrow("<!-- programs -->");
  });
});
