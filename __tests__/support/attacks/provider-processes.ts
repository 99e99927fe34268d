import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Provider processes started below a folder, recognized by their working directory. */
export function providersOf(folder: string): readonly number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && isProviderIn(folder, name))
    .map(Number);
}

function isProviderIn(folder: string, pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return /node.*terraform-provider-dms/s.test(command) && readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false; // Gone in the meantime, or of another user.
  }
}

/** Waits for a condition. Returns the milliseconds that it took; rejects when it takes longer than `withinMs`. */
export async function until(condition: () => boolean, withinMs: number): Promise<number> {
  const startedAt = Date.now();
  while (!condition()) {
    if (Date.now() - startedAt > withinMs) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Date.now() - startedAt;
}
