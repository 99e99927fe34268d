import type { Attributes } from "../../../../lib/framework/values/schema";
import type { Path } from "../../../../lib/framework/values/path";
import { findReplacePaths } from "../../../../lib/framework/rules/replace-paths";
import { unknown, type ObjectValue } from "../../../../lib/framework/values/value";

const description = "An attribute.";
const inner: Attributes = {
  fixed: { type: "string", optional: true, requiresReplace: true, description },
  free: { type: "string", optional: true, description },
};
const attributes: Attributes = {
  ...inner,
  one: { nesting: "single", attributes: inner, optional: true, description },
  list: { nesting: "list", attributes: inner, optional: true, description },
  set: { nesting: "set", attributes: inner, optional: true, description },
  freeSet: {
    nesting: "set",
    attributes: { free: { type: "string", optional: true, description } },
    optional: true,
    description,
  },
  many: {
    nesting: "set",
    attributes: {
      ...inner,
      listed: { nesting: "list", attributes: inner, optional: true, description },
      keyed: { nesting: "map", attributes: inner, optional: true, description },
      sets: { nesting: "set", attributes: inner, optional: true, description },
    },
    optional: true,
    description,
  },
  map: {
    nesting: "map",
    attributes: { ...inner, deep: { nesting: "single", attributes: inner, optional: true, description } },
    optional: true,
    description,
  },
};
const element = { fixed: "a", free: "b" };
const prior: ObjectValue = {
  ...element,
  one: element,
  list: [element],
  set: [element],
  freeSet: [{ free: "b" }],
  map: new Map([["k", { ...element, deep: element }]]),
  many: [deep("a", "old", "x"), deep("b", "old", "y")],
};

/** An element of `many`: a fixed attribute at the top and another one below, the rest is free. */
function deep(fixed: string, free: string, below: string): ObjectValue {
  const inside = { fixed: below, free };
  return { fixed, free, listed: [inside, { fixed: null, free }], keyed: new Map([["k", inside]]), sets: [inside] };
}

test.each<[string, ObjectValue, readonly Path[]]>([
  ["nothing changed", {}, []],
  ["a free attribute", { free: "x", one: { ...element, free: "x" }, freeSet: [{ free: "x" }] }, []],
  ["a fixed attribute", { fixed: "x" }, [["fixed"]]],
  ["a fixed attribute that became unknown", { fixed: unknown }, [["fixed"]]],
  ["a fixed attribute that was removed", { fixed: null }, [["fixed"]]],
  ["one inside an object", { one: { ...element, fixed: "x" } }, [["one", "fixed"]]],
  ["one inside a list", { list: [{ ...element, fixed: "x" }] }, [["list", { index: 0 }, "fixed"]]],
  [
    "one deep inside a map",
    { map: new Map([["k", { ...element, deep: { ...element, fixed: null } }]]) },
    [["map", { key: "k" }, "deep", "fixed"]],
  ],
  ["one inside a set, which has no path of its own", { set: [{ ...element, fixed: "x" }] }, [["set"]]],
  ["a free one inside a set", { set: [{ ...element, free: "x" }] }, []],
  ["a fixed one that became unknown inside a set", { set: [{ ...element, fixed: unknown }] }, [["set"]]],
  ["a fixed one that was removed inside a set", { set: [{ ...element, fixed: null }] }, [["set"]]],
  ["a fixed one in a new element of a set", { set: [element, { fixed: "b", free: null }] }, [["set"]]],
  ["the same fixed one in a new element of a set", { set: [element, { fixed: "a", free: null }] }, [["set"]]],
  ["a new element of a set without it", { set: [element, { fixed: null, free: "c" }] }, []],
  ["elements of a set that went away", { set: [] }, []],
  ["free ones and the order inside a set of several", { many: [deep("b", "new", "y"), deep("a", "new", "x")] }, []],
  ["a fixed one deep inside a set of several", { many: [deep("a", "old", "x"), deep("b", "old", "z")] }, [["many"]]],
  [
    "fixed ones that changed places deep inside a set",
    { many: [deep("a", "old", "y"), deep("b", "old", "x")] },
    [["many"]],
  ],
  [
    "one in a new element",
    {
      map: new Map([
        ["k", { ...element, deep: element }],
        ["new", { fixed: "a", free: null, deep: null }],
      ]),
    },
    [["map", { key: "new" }, "fixed"]],
  ],
  ["a new element without it", { list: [element, { fixed: null, free: "b" }] }, []],
  ["a collection that became unknown or null", { map: unknown, list: null }, []],
])("a replacement is due for %s", (_name, changes, paths) => {
  expect(findReplacePaths(attributes, prior, { ...prior, ...changes })).toEqual(paths);
});
