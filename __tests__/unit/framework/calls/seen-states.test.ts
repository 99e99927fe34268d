import { SeenStates } from "../../../../lib/framework/calls/seen-states";
import { counterSchema, emptyState, type CounterState } from "../../../support/framework/counter";
import { Decimal } from "../../../../lib/framework/values/value";

function object(id: string, step: CounterState["step"] = 1): CounterState {
  return { ...emptyState(), id, step };
}

function statesIn(seen: SeenStates): readonly unknown[] {
  return seen.objectsSeen().map(({ state }) => state);
}

function seenOf(...states: CounterState[]): SeenStates {
  const seen = new SeenStates(counterSchema);
  for (const state of states) seen.add(state);
  return seen;
}

test("every object is listed once, in the order it was first seen", () => {
  expect(statesIn(seenOf(object("a"), object("b"), object("a", new Decimal("1.0"))))).toEqual([
    object("a"),
    object("b"),
  ]);
});

test("objects are distinguished by their deep parts, and not by their form", () => {
  const counters = (start: CounterState["step"]): CounterState => ({
    ...object("a"),
    label: "e\u0301",
    zones: ["x", "y"],
    counters: new Map([["one", { start, kind: null, color: null, value: null, limits: null }]]),
  });
  const sameAsFirst: CounterState = { ...counters(new Decimal("1.0")), label: "\u00e9", zones: ["y", "x", "y"] };
  expect(statesIn(seenOf(counters(1), counters(2), sameAsFirst))).toEqual([counters(1), counters(2)]);
});

test("a newer value replaces the one it came from", () => {
  const seen = seenOf(object("a"), object("b"));
  seen.replace(object("a"), object("a", 2), undefined);
  seen.replace(object("a", 2), object("a", 3), undefined);
  expect(statesIn(seen)).toEqual([object("a", 3), object("b")]);
});

test("an older value that comes again is not a new object and restores nothing", () => {
  const seen = seenOf(object("a"));
  seen.replace(object("a"), object("a", 2), undefined);
  seen.add(object("a"));
  expect(statesIn(seen)).toEqual([object("a", 2)]);
});

test("an object that is read without having been shown before is a new one", () => {
  const seen = seenOf(object("a"));
  seen.replace(object("imported"), object("imported", 2), undefined);
  expect(statesIn(seen)).toEqual([object("a"), object("imported", 2)]);
});

test("an object that was found gone is no longer listed, also if its old value comes again", () => {
  const seen = seenOf(object("a"), object("b"));
  seen.replace(object("a"), undefined, undefined);
  seen.add(object("a"));
  expect(statesIn(seen)).toEqual([object("b")]);
});

test("the private data of the last refresh stays with an object; one that was only upgraded has no such data", () => {
  const seen = seenOf(object("a"), object("b"));
  const priv = new TextEncoder().encode("kept");
  seen.replace(object("a"), object("a", 2), priv);
  seen.add(object("a"));
  expect(seen.objectsSeen()).toEqual([
    { state: object("a", 2), private: priv },
    { state: object("b"), private: undefined },
  ]);
});
