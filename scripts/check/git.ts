import { execFileSync } from "node:child_process";

/** Runs git in the repository; answers its stdout, or `undefined` if it fails or git is missing. */
export type Git = (...args: readonly string[]) => string | undefined;

export function gitIn(folder: string): Git {
  return (...args) => {
    try {
      return execFileSync("git", args, {
        cwd: folder,
        encoding: "utf8",
        maxBuffer: 1 << 28,
        stdio: ["ignore", "pipe", "ignore"],
      });
    } catch {
      return undefined;
    }
  };
}

/**
 * The commit at which the work of this checkout began: its common ancestor with the branch that it will be merged into. That branch is the
 * pull request's in a workflow (`GITHUB_BASE_REF`), else the main one. `undefined` without git or without history.
 */
export function mergeBase(git: Git, pullRequestBase = ""): string | undefined {
  const branches = pullRequestBase === "" ? ["origin/HEAD", "origin/main", "main"] : [`origin/${pullRequestBase}`];
  const known = branches.find((branch) => git("rev-parse", "--verify", "--quiet", `${branch}^{commit}`) !== undefined);
  return known === undefined ? undefined : git("merge-base", "HEAD", known)?.trim();
}
