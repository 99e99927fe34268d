/**
 * Assigns as many of `wanting` as possible to a place 0 … `places` - 1 that suits it, each place once. Earlier ones in `wanting` keep their
 * place or get another one that suits them.
 * @returns the place of each that has one
 */
export function pairUp(
  wanting: readonly number[],
  places: number,
  suits: (wanting: number, place: number) => boolean,
): ReadonlyMap<number, number> {
  const holders = new Map<number, number>();
  const suiting = new Map<number, readonly number[]>();
  const placesFor = (one: number): readonly number[] => {
    const known =
      suiting.get(one) ?? Array.from({ length: places }, (_, place) => place).filter((place) => suits(one, place));
    suiting.set(one, known);
    return known;
  };
  const seat = (one: number, tried: Set<number>): boolean => {
    const free = placesFor(one).find((place) => !holders.has(place));
    const place = free ?? placesFor(one).find((taken) => makeRoom(taken, tried));
    if (place !== undefined) holders.set(place, one);
    return place !== undefined;
  };
  const makeRoom = (place: number, tried: Set<number>): boolean => {
    if (tried.has(place)) return false;
    tried.add(place);
    const holder = holders.get(place);
    return holder === undefined || seat(holder, tried);
  };
  for (const one of wanting) seat(one, new Set());
  return new Map(Array.from(holders, ([place, one]) => [one, place]));
}
