import { respelled, respelledRows, spellingOf } from "../../../../lib/domain/ledger/spelling";
import { recordOf } from "../../../support/rollout/records";

const rowOf = (instanceId: string, finishedAt: string) => ({
  record: recordOf({ instanceId, result: "unknown", finishedAt }),
  triggers: new Map<string, string>(),
});

describe("ids that are declared in one spelling and known in another", () => {
  const spell = spellingOf(["ANT", "bee", "Cat", "cat"]);

  test("have the declared spelling; others keep their own", () => {
    expect(["ant", "BEE", "cat", "Cat", "DOG"].map(spell)).toEqual(["ANT", "bee", "cat", "Cat", "DOG"]);
  });

  test("are found under it, and an exact spelling counts before another one", () => {
    const known = new Map([
      ["ANT", 1],
      ["ant", 2],
      ["Bee", 3],
      ["DOG", 4],
    ]);
    expect([...respelled(known, spell)]).toEqual([
      ["ANT", 1],
      ["bee", 3],
      ["DOG", 4],
    ]);
  });

  test("are not copied where all are known as they are declared", () => {
    const known = new Map([["ANT", 1]]);
    expect(respelled(known, spell)).toBe(known);
  });

  test("have one row, the newest of all spellings, whose record names the declared one", () => {
    const rows = new Map([
      ["Ant", rowOf("Ant", "2026-01-01T00:00:02.000Z")],
      ["ant", rowOf("ant", "2026-01-01T00:00:01.000Z")],
      ["DOG", rowOf("DOG", "2026-01-01T00:00:01.000Z")],
    ]);
    expect(
      [...respelledRows(rows, spell)].map(([id, { record }]) => [id, record.instanceId, record.finishedAt]),
    ).toEqual([
      ["ANT", "ANT", "2026-01-01T00:00:02.000Z"],
      ["DOG", "DOG", "2026-01-01T00:00:01.000Z"],
    ]);
  });
});
