import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseSeed } from "../chaos/random-runs";

/**
 * Before the first test file of a run: gives it a temporary folder of its own, so that nothing of it can stay behind, and one seed for all
 * that is random, and sees that nothing asks for news of a version. The workers inherit the environment. The folder's name is short, for Unix
 * sockets are made in it.
 */
export default function beforeRun(): void {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "dms-"));
  // PostgreSQL does not run as root: whoever it runs as must get through to its folder.
  chmodSync(folder, 0o711);
  process.env["TMPDIR"] = folder;
  process.env["CHECKPOINT_DISABLE"] = "1";
  process.on("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  process.stderr.write(`CHAOS_SEED=${chooseSeed()}\n`);
}
