import { renderPath, type Path } from "../../framework/values/path";

/** The error for a value without the type of its schema, with its place. */
export class ValueError extends Error {
  override readonly name = "ValueError";

  constructor(path: Path, problem: string) {
    super(path.length === 0 ? problem : `${renderPath(path)}: ${problem}`);
  }
}

/** Runs `step`, and adds its place to a thrown error. */
export function located<T>(path: Path, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new ValueError(path, error instanceof Error ? error.message : String(error));
  }
}
