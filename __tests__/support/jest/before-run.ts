import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chooseSeed } from "../chaos/random-runs";
import { suiteEnvironment } from "./suite-environment";

/**
 * Before the first test file of a run: gives it a temporary folder of its own, so that none of its files stays behind, an environment that
 * is the same on every machine, and one seed for all that is random. The workers inherit all of it. The folder's name is short, because
 * Unix sockets are made in it.
 */
export default function beforeRun(): void {
  process.umask(0o022);
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), "dms-"));
  // PostgreSQL does not run as root: the user that it runs as must get through to its folder.
  chmodSync(temporary, 0o711);
  const home = join(temporary, "home");
  mkdirSync(home);
  process.on("exit", () => rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  useEnvironment(suiteEnvironment(process.env, { home, temporary }));
  process.stderr.write(`CHAOS_SEED=${chooseSeed()} (sets all that is random; give it to repeat this run)\n`);
}

// In place: other parts of Jest hold the object.
function useEnvironment(wanted: Readonly<Record<string, string>>): void {
  for (const name of Object.keys(process.env)) if (!(name in wanted)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, wanted);
}
