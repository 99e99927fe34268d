import { execFileSync } from "node:child_process";

/** Signs the sums of a release for registries, detached and binary, with a key of gpg. Does nothing without a key. */
export function signSums(sums: string, key: string | undefined): void {
  if (key === undefined) return;
  const args = ["--batch", "--yes", "--local-user", key, "--output", `${sums}.sig`, "--detach-sign", sums];
  execFileSync("gpg", args, { stdio: ["ignore", 2, 2] });
}
