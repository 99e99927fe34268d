/** Does what may fail without harm, and tells why it did. */
export function attempt(onProblem: (message: string) => void, work: () => void): void {
  try {
    work();
  } catch (thrown) {
    onProblem(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
