import { renderPath, type Path } from "../../../../lib/framework/values/path";

test.each<[string, Path]>([
  ["", []],
  ["instances", ["instances"]],
  ['instances["orders"].restart_triggers', ["instances", { key: "orders" }, "restart_triggers"]],
  ["stages[0].name", ["stages", { index: 0 }, "name"]],
  ['tags["say \\"hi\\""]', ["tags", { key: 'say "hi"' }]],
  ['tags["a.b"]', ["tags", { key: "a.b" }]],
])("a path is shown as people write it: %s", (text, path) => {
  expect(renderPath(path)).toBe(text);
});
