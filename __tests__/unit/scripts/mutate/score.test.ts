import { type MutantResult, scoreLines } from "../../../../scripts/mutate/score";

const mutants = (folder: string, counts: Readonly<Record<string, number>>): readonly MutantResult[] =>
  Object.entries(counts).flatMap(([status, count]) =>
    Array.from({ length: count }, () => ({ fileName: `/sandbox/lib/domain/${folder}/a.ts`, status })),
  );

describe("the score of mutants", () => {
  test("is the share of each folder that tests have noticed", () => {
    const results = [
      ...mutants("ledger", { Killed: 7, Timeout: 2, Survived: 1 }),
      ...mutants("rollout", { Killed: 9, NoCoverage: 1, CompileError: 5, Ignored: 5 }),
    ];
    expect(scoreLines(results, 90)).toEqual({
      lines: [
        "lib/domain/ledger: 9 of 10 mutants noticed, 90.0 %",
        "lib/domain/rollout: 9 of 10 mutants noticed, 90.0 %",
      ],
      isEnough: true,
    });
  });

  test("is not enough where one folder has too few, however many the other has", () => {
    const results = [...mutants("ledger", { Killed: 1_000 }), ...mutants("rollout", { Killed: 899, Survived: 101 })];
    expect(scoreLines(results, 90).isEnough).toBe(false);
    expect(scoreLines(results, 89).isEnough).toBe(true);
  });

  test("is of the folders alone that had mutants, and not enough without any", () => {
    expect(scoreLines(mutants("rollout", { Killed: 1 }), 90).lines).toHaveLength(1);
    expect(scoreLines([], 90)).toEqual({ lines: [], isEnough: false });
  });
});
