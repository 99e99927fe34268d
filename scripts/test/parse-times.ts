/**
 * Seconds of processor time, of users and the system together, of all children of a POSIX shell, from the output of its `times`. Throws for
 * any other text.
 */
export function parseTimes(printed: string): number {
  const [, ofChildren = ""] = printed.trim().split("\n");
  const [user, system] = [...ofChildren.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s));
  if (user === undefined || system === undefined) throw new Error(`"times" printed ${JSON.stringify(printed)}.`);
  return user + system;
}
