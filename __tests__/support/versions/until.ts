/** Resolves once it holds: for what other processes do. Rejects after a minute. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("it did not happen in a minute");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
