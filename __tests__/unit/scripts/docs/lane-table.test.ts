import { withLaneTable } from "../../../../scripts/docs/lane-table";

const unit = {
  shows: "parts",
  inNpmTest: true,
  needs: [],
  wallSeconds: 20,
  cpuSeconds: 40,
  ceilingSeconds: 60,
} as const;
const browser = { shows: "pages", inNpmTest: false, needs: ["terraform", "chromium"], ceilingSeconds: 90 } as const;

const table = [
  "| Lane | What it shows | Needs | In `npm test` | Alone | CPU | Ceiling |",
  "| --- | --- | --- | --- | --- | --- | --- |",
  "| `unit` | parts | – | yes | 20 s | 40 s | 60 s |",
  "| `browser` | pages | terraform, Chromium | no | – | – | 90 s |",
].join("\n");

test.each([
  ["is put after its mark", "Before.\n\n<!-- lanes -->\n\nAfter.\n"],
  ["replaces the one that is there", "Before.\n\n<!-- lanes -->\n\n| Lane |\n| --- |\n| old |\n\nAfter.\n"],
])("the table of lanes %s", (_, text) => {
  expect(withLaneTable(text, { unit, browser })).toBe(`Before.\n\n<!-- lanes -->\n\n${table}\n\nAfter.\n`);
});

test("a page without the mark is refused", () => {
  expect(() => withLaneTable("| Lane |\n", { unit })).toThrow("The mark <!-- lanes --> is missing.");
});
