import { idKey, type InstanceId } from "../instance";
import { newestRows, type Rows } from "./journal";

/** The spelling in which an id is declared; an id that is not declared keeps its own. */
export type Spelling = (id: InstanceId) => InstanceId;

/**
 * State, journal and configuration may spell an id differently: it is one instance (`idKey`). What is gathered from them is brought to the
 * spellings of one of them, the declared ids, before it is looked up.
 */
export function spellingOf(declared: Iterable<InstanceId>): Spelling {
  const exact = new Set(declared);
  const byKey = new Map([...exact].map((id) => [idKey(id), id]));
  return (id) => (exact.has(id) ? id : (byKey.get(idKey(id)) ?? id));
}

/** A map under declared ids. The declared spelling of an id wins over another one. */
export function respelled<V>(map: ReadonlyMap<InstanceId, V>, spell: Spelling): ReadonlyMap<InstanceId, V> {
  if (isSpelledSo(map, spell)) return map;
  return new Map(
    [...map].flatMap(([id, value]) => (spell(id) !== id && map.has(spell(id)) ? [] : [[spell(id), value]])),
  );
}

/** Rows under declared ids, the newest of each instance. */
export function respelledRows(rows: Rows, spell: Spelling): Rows {
  if (rows.size === 0) return rows;
  return newestRows(
    [...rows].map(([id, row]) => [spell(id), { ...row, record: { ...row.record, instanceId: spell(id) } }] as const),
  );
}

/** Whether every id is declared in this spelling, which is the rule: nothing is copied then. */
function isSpelledSo(map: ReadonlyMap<InstanceId, unknown>, spell: Spelling): boolean {
  for (const id of map.keys()) if (spell(id) !== id) return false;
  return true;
}
