import { readProjectFile, tableRowsBelow } from "../../support/docs/markdown";

const folder = "examples/modules/fleet";
const readme = readProjectFile(`${folder}/README.md`);
const namesIn = (file: string, block: string): readonly string[] =>
  [...readProjectFile(`${folder}/${file}`).matchAll(new RegExp(`^${block} "(\\w+)"`, "gm"))].map((match) => match[1]!);
const namesBelow = (heading: string): readonly string[] => {
  const [, ...rows] = tableRowsBelow(readme, heading);
  return rows.map(([name]) => /`(\w+)`/.exec(name ?? "")?.[1] ?? "");
};

test("the README of the module fleet lists its inputs and outputs, in their order", () => {
  expect(namesBelow("## Inputs")).toEqual(namesIn("variables.tf", "variable"));
  expect(namesBelow("## Outputs")).toEqual(namesIn("outputs.tf", "output"));
});

test("the page on plain HCL, and the module that it uses, do not mention the CDK", () => {
  for (const page of [readme, readProjectFile("docs/guides/plain-hcl.md")]) {
    expect(page.replaceAll(/cdktf-dms-lifecycle/g, "").match(/cdk|construct|synth|typescript/gi)).toBeNull();
  }
});
