import { workflowProblems } from "../../../../scripts/check/workflow-problems";

const workflow = (step: string): string =>
  `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ${step}\n`;

test("a finding of actionlint is told with file, line and column", async () => {
  const [problem, ...rest] = await workflowProblems([
    { file: "good.yml", text: workflow("echo ${{ github.sha }}") },
    { file: "bad.yml", text: workflow("echo ${{ github.nothing }}") },
  ]);
  expect(problem).toMatch(/^bad\.yml:6:\d+ property "nothing" is not defined/);
  expect(rest).toEqual([]);
});

test("runners with arm64, which this actionlint does not know, are not a problem; other unknown ones are", async () => {
  const on = (runner: string) => [{ file: "a.yml", text: workflow("ls").replace("ubuntu-latest", runner) }];
  expect(await workflowProblems(on("ubuntu-24.04-arm"))).toEqual([]);
  expect(await workflowProblems(on("ubuntu-24.04-harm"))).toEqual([
    expect.stringContaining('label "ubuntu-24.04-harm" is unknown'),
  ]);
});

test("configuration variables, which this actionlint does not know, are not a problem", async () => {
  expect(await workflowProblems([{ file: "a.yml", text: workflow("echo ${{ vars.OS_REGION_NAME }}") }])).toEqual([]);
});
