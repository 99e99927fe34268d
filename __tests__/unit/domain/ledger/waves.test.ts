import fc from "fast-check";
import type { Amount } from "../../../../lib/domain/amount";
import type { Due, DueVerb } from "../../../../lib/domain/ledger/judge";
import { assignWaves, chunk, waveSize, type WaveSettings } from "../../../../lib/domain/ledger/waves";
import { randomRuns } from "../../../support/chaos/random-runs";

function dueOf(name: string, verb: DueVerb = "restart"): Due {
  return { name, id: `id-${name}`, verb, action: verb === "delete" ? "delete" : "restart", reason: "" };
}

const count = (value: number): Amount => ({ kind: "count", value });
const percent = (value: number): Amount => ({ kind: "percent", value });

const forHealth = (text: string): readonly Due[] =>
  Array.from(text).map((name) => ({ ...dueOf(name), forHealth: true }));

interface Situation extends Partial<WaveSettings> {
  readonly unhealthy?: readonly string[];
  readonly restarting?: readonly string[];
}

/** Names per wave, in order. */
function wavesOf(
  due: readonly Due[],
  { unhealthy = [], restarting = [], ...settings }: Situation = {},
): readonly (readonly string[])[] {
  const statuses = new Map([
    ...restarting.map((name) => [`id-${name}`, "RESTARTING"] as const),
    ...unhealthy.map((name) => [`id-${name}`, "ERROR"] as const),
  ]);
  const planned = assignWaves(due, statuses, {
    maxUnavailable: percent(100),
    canary: 0,
    fleetSize: due.length,
    ...settings,
  });
  const waves: string[][] = [];
  for (const { name, wave } of planned) (waves[wave - 1] ??= []).push(name);
  return waves;
}

const letters = (text: string, verb: DueVerb = "restart"): readonly Due[] =>
  Array.from(text).map((name) => dueOf(name, verb));

describe("W1: verifications", () => {
  test("come first and together, for any max_unavailable", () => {
    const due = [...letters("ab"), ...letters("xyz", "verify")];
    expect(wavesOf(due, { maxUnavailable: count(1) })).toEqual([["x", "y", "z"], ["a"], ["b"]]);
  });
});

describe("W2: restarts and deletions", () => {
  test("restarts come before deletions, and no wave has both", () => {
    const due = [...letters("a", "delete"), ...letters("z"), ...letters("b", "delete"), ...letters("y")];
    expect(wavesOf(due)).toEqual([
      ["y", "z"],
      ["a", "b"],
    ]);
  });

  test("are not mixed to fill a wave", () => {
    expect(wavesOf([...letters("abc"), ...letters("d", "delete")], { maxUnavailable: count(2) })).toEqual([
      ["a", "b"],
      ["c"],
      ["d"],
    ]);
  });
});

describe("W3: order within the restarts", () => {
  test("unhealthy instances first, then by name", () => {
    expect(wavesOf(letters("dcba"), { unhealthy: ["c", "d"], maxUnavailable: count(2) })).toEqual([
      ["c", "d"],
      ["a", "b"],
    ]);
  });

  test("then those on their way, which would otherwise be down together with the first ones", () => {
    const situation = { unhealthy: ["d"], restarting: ["c", "e"] };
    expect(wavesOf(letters("abcde"), { ...situation, maxUnavailable: count(1) })).toEqual([
      ["d"],
      ["c"],
      ["e"],
      ["a"],
      ["b"],
    ]);
    expect(wavesOf(letters("abcde"), { ...situation, maxUnavailable: count(2) })).toEqual([
      ["d", "c"],
      ["e", "a"],
      ["b"],
    ]);
  });

  test("those for health alone are a wave of their own before the others, and none is a canary", () => {
    const due = [...letters("abc"), ...forHealth("yz")];
    expect(wavesOf(due, { unhealthy: ["y", "z"] })).toEqual([
      ["y", "z"],
      ["a", "b", "c"],
    ]);
    expect(wavesOf(due, { unhealthy: ["y", "z"], canary: 1 })).toEqual([["y", "z"], ["a"], ["b", "c"]]);
    expect(wavesOf(due, { unhealthy: ["y", "z"], canary: 1, maxUnavailable: count(1) })).toEqual([
      ["y"],
      ["z"],
      ["a"],
      ["b"],
      ["c"],
    ]);
  });

  test("deletions by name, healthy or not", () => {
    expect(wavesOf(letters("cab", "delete"), { unhealthy: ["c"] })).toEqual([["a", "b", "c"]]);
  });

  test("names are ordered as Terraform orders map keys, not by a language", () => {
    expect(wavesOf([dueOf("b"), dueOf("B"), dueOf("ä"), dueOf("a10"), dueOf("a9")])).toEqual([
      ["B", "a10", "a9", "b", "ä"],
    ]);
  });
});

describe("W4: the canary wave", () => {
  test("is the first that sends", () => {
    expect(wavesOf(letters("abcde"), { canary: 1, maxUnavailable: count(2) })).toEqual([["a"], ["b", "c"], ["d", "e"]]);
    expect(wavesOf([...letters("v", "verify"), ...letters("ab")], { canary: 1 })).toEqual([["v"], ["a"], ["b"]]);
  });

  test("is never larger than max_unavailable", () => {
    expect(wavesOf(letters("abcd"), { canary: 3, maxUnavailable: count(2) })).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  test("is of instances that were well before", () => {
    const situation = { unhealthy: ["a"], restarting: ["b"], canary: 2 };
    expect(wavesOf(letters("abcde"), situation)).toEqual([
      ["c", "d"],
      ["a", "b", "e"],
    ]);
    expect(wavesOf(letters("ab"), situation)).toEqual([["a", "b"]]);
  });

  test("is of deletions when nothing is restarted, and only then", () => {
    expect(wavesOf(letters("abc", "delete"), { canary: 1 })).toEqual([["a"], ["b", "c"]]);
    expect(wavesOf([...letters("ab"), ...letters("cd", "delete")], { canary: 1 })).toEqual([["a"], ["b"], ["c", "d"]]);
  });

  test("that is larger than the number of due actions is the only wave", () => {
    expect(wavesOf(letters("ab"), { canary: 5 })).toEqual([["a", "b"]]);
  });

  test("does not count a part of an instance", () => {
    expect(wavesOf(letters("abc"), { canary: 1.9 })).toEqual([["a"], ["b", "c"]]);
    expect(wavesOf(letters("abc"), { canary: 0.5 })).toEqual([["a", "b", "c"]]);
  });
});

describe("W5: the size of waves", () => {
  test.each([
    [count(1), 10, 1],
    [count(3), 10, 3],
    [count(0), 10, 1],
    [percent(25), 12, 3],
    [percent(25), 10, 2],
    [percent(25), 3, 1],
    [percent(0), 3, 1],
    [percent(100), 7, 7],
  ])("%j of %d instances is %d", (maxUnavailable, fleetSize, size) => {
    expect(waveSize(maxUnavailable, fleetSize)).toBe(size);
  });

  test("a share is of all declared instances, not of those that are due", () => {
    expect(wavesOf(letters("abc"), { maxUnavailable: percent(50), fleetSize: 4 })).toEqual([["a", "b"], ["c"]]);
  });

  test("fractions of sizes never lose or repeat an instance", () => {
    const verbs = fc.constantFrom<DueVerb>("restart", "delete", "verify");
    fc.assert(
      fc.property(
        fc.array(fc.record({ verb: verbs, faulty: fc.boolean(), asked: fc.boolean() }), { maxLength: 60 }),
        fc.oneof(fc.nat(70).map(count), fc.nat(100).map(percent)),
        fc.nat(10),
        (entries, maxUnavailable, canary) => {
          const due = entries.map(({ verb, faulty, asked }, index): Due => {
            const isForHealth = verb === "restart" && faulty && !asked;
            return { ...dueOf(`n${index}`, verb), ...(isForHealth && { forHealth: true }) };
          });
          const statuses = new Map(
            due.map(({ id }, index) => [id, entries[index]?.faulty === true ? "ERROR" : "RUNNING"]),
          );
          const settings = { maxUnavailable, canary, fleetSize: due.length };
          const planned = assignWaves(due, statuses, settings);
          expect(planned.map(({ id }) => id).sort()).toEqual(due.map(({ id }) => id).sort());
          const sizes = new Map<number, number>();
          let last = 0;
          for (const { wave, verb } of planned) {
            expect(wave === last || wave === last + 1).toBe(true);
            last = wave;
            if (verb !== "verify") sizes.set(wave, (sizes.get(wave) ?? 0) + 1);
          }
          const limit = waveSize(maxUnavailable, due.length);
          expect(Math.max(0, ...sizes.values())).toBeLessThanOrEqual(limit);
          const restarts = planned.filter(({ verb }) => verb === "restart");
          const asked = restarts.filter((each) => each.forHealth !== true);
          const first = planned.filter(({ wave }) => wave === asked[0]?.wave);
          expect(first.filter((each) => each.forHealth === true)).toEqual([]);
          const isWell = ({ id }: Due): boolean => statuses.get(id) === "RUNNING";
          if (canary > 0 && asked.some(isWell)) {
            expect(first.length).toBeLessThanOrEqual(canary);
            expect(first.every(isWell)).toBe(true);
          }
          const deletions = planned.filter(({ verb }) => verb === "delete");
          const firstDeletions = deletions.filter(({ wave }) => wave === deletions[0]?.wave);
          if (canary > 0 && restarts.length === 0) expect(firstDeletions.length).toBeLessThanOrEqual(canary);
        },
      ),
      randomRuns(150),
    );
  });
});

describe("chunk", () => {
  test("cuts into parts of a size, the first part smaller on request", () => {
    expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunk([1, 2, 3, 4, 5], 3, 1)).toEqual([[1], [2, 3, 4], [5]]);
    expect(chunk([], 3, 1)).toEqual([]);
  });
});
