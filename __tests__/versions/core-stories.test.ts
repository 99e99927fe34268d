import { coreStories } from "../support/versions/core-stories";
import { distinctPrograms, programOnPath, programsUnderTest } from "../support/versions/programs";
import { keyOf, runStories, type StoryEnds } from "../support/versions/run-stories";

/** The oldest that can be had, the one that every other lane runs, the newest, and those that `DMS_TERRAFORMS` names. */
const programs = distinctPrograms([...programsUnderTest(["1.6.6", "1.15.5"]), programOnPath()]);

describe.each(programs.map((each) => [each.title, each] as const))("core stories on %s", (_, { program }) => {
  const stopping = new AbortController();
  let ends: StoryEnds;
  beforeAll(async () => {
    ends = await runStories(await program(), coreStories, stopping.signal);
  }, 600_000);
  afterAll(() => stopping.abort());

  test.each(coreStories.map((story) => [keyOf(story)]))("%s", (key) => {
    // Undefined: the file no longer has a test of this name.
    expect(ends.get(key)).toEqual([]);
  });
});
