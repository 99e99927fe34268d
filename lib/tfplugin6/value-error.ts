import { renderPath, type Path } from "../framework/path";

/** A value that does not have the type its schema says, and where. */
export class ValueError extends Error {
  override readonly name = "ValueError";

  constructor(path: Path, problem: string) {
    super(path.length === 0 ? problem : `${renderPath(path)}: ${problem}`);
  }
}

/** Runs `step`, and says where it was when it throws. */
export function located<T>(path: Path, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new ValueError(path, error instanceof Error ? error.message : String(error));
  }
}
