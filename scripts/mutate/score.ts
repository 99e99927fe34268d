import { mutatedFolders } from "./test-files";

/** The fate of a mutant, as Stryker says it. */
export interface MutantResult {
  readonly fileName: string;
  readonly status: string;
}

/** The share of mutants that tests have noticed, a line for each folder, and whether each has `leastPercent`. */
export function scoreLines(
  results: readonly MutantResult[],
  leastPercent: number,
): { readonly lines: readonly string[]; readonly isEnough: boolean } {
  const folders = mutatedFolders.flatMap((folder) => {
    const judged = results.filter(
      ({ fileName, status }) => fileName.includes(`${folder}/`) && countsOf(status) !== undefined,
    );
    const noticed = judged.filter(({ status }) => countsOf(status) === "noticed").length;
    return judged.length === 0 ? [] : [{ folder, noticed, all: judged.length }];
  });
  const lines = folders.map(
    ({ folder, noticed, all }) =>
      `${folder}: ${noticed} of ${all} mutants noticed, ${((noticed / all) * 100).toFixed(1)} %`,
  );
  return {
    lines,
    isEnough: folders.length > 0 && folders.every(({ noticed, all }) => noticed * 100 >= leastPercent * all),
  };
}

/** Mutants that do not compile or that the code tells Stryker to leave out do not count. */
function countsOf(status: string): "noticed" | "missed" | undefined {
  if (status === "Killed" || status === "Timeout") return "noticed";
  return status === "Survived" || status === "NoCoverage" ? "missed" : undefined;
}
