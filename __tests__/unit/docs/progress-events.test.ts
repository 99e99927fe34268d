import { readProjectFile, tableRowsBelow } from "../../support/docs/markdown";

test("the table of the progress file's events names every event, with all of its fields", () => {
  const source = readProjectFile("lib/rollout/progress-line.ts");
  const union = source.slice(source.indexOf("export type ProgressLine ="), source.indexOf("/** Takes the lines"));
  const written = union
    .split(/^ {2}\| /m)
    .slice(1)
    .map((member) => [
      /event: "(\w+)"/.exec(member)![1]!,
      [...member.matchAll(/readonly (\w+):/g)].map((match) => match[1]!).filter((field) => field !== "event"),
    ]);
  const [, ...rows] = tableRowsBelow(readProjectFile("docs/index.md"), "## Following A Run");
  const documented = new Map(
    rows.map(([event = "", , fields = ""]) => [
      event.replaceAll("`", ""),
      [...fields.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!),
    ]),
  );
  expect([...documented.keys()]).toEqual(written.map(([event]) => event));
  for (const [event, fields] of written) {
    const named = documented.get(event as string) ?? [];
    expect([event, (fields as string[]).filter((field) => !named.includes(field))]).toEqual([event, []]);
  }
});
