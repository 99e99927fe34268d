/**
 * Milliseconds of processor time that this process has used so far. A test that holds how work grows compares these and not the clock,
 * which goes on while other programs have the processor.
 */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
