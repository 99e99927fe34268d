import { existsSync, rmSync } from "node:fs";
import { idKey, type InstanceId } from "../domain/instance";
import { decodeEntry, decodeMap, decodeRecord, encodeEntry, ledgerFormat, objectOf } from "../domain/ledger/stored";
import type { RememberedPlace, ReplacedInstance, ReplacedInstances } from "../domain/ledger/journal";
import { attempt } from "./attempt";
import type { OwnFiles } from "./own-files";
import { decodePlace, mayBeAt } from "./remembered-place";

/** By `idKey`: state and configuration may spell the id of one instance differently. */
type Instances = ReadonlyMap<InstanceId, ReplacedInstance>;

interface ReplacedInstanceFileOptions {
  readonly files: OwnFiles;
  /** An absolute path that `files` may use. */
  readonly file: string;
  /** Instances of other places stay unchanged. @default all places */
  readonly place?: RememberedPlace;
  readonly onProblem: (message: string) => void;
}

/**
 * Replaced instances in one JSON file, which exists only while it contains some, and in the memory of the process in case the file is not
 * writable. An unreadable file counts as empty, and so does one that this user's provider did not write: it could suppress a restart that
 * was never made.
 */
export function createReplacedInstanceFile({
  files,
  file,
  place,
  onProblem,
}: ReplacedInstanceFileOptions): ReplacedInstances {
  const own = new Map<InstanceId, ReplacedInstance>();
  const loadAll = (): Instances => {
    let stored: Instances = new Map();
    attempt(onProblem, () => {
      if (existsSync(file)) stored = decode(files.read(file));
    });
    return new Map([...stored, ...own]);
  };
  const save = (instances: Instances): void =>
    attempt(onProblem, () => {
      if (instances.size > 0) files.write(file, encode(instances), true);
      else rmSync(file, { force: true });
    });
  return {
    load: () => new Map([...loadAll()].filter(([, instance]) => mayBeAt(instance.place, place))),
    keep: (instances) => {
      for (const [id, instance] of instances)
        own.set(idKey(id), place === undefined ? instance : { ...instance, place });
      if (instances.size > 0) save(loadAll());
    },
    forget: (ids) => {
      const known = loadAll();
      const keys = new Set(ids.map(idKey));
      for (const key of keys) own.delete(key);
      const left = new Map([...known].filter(([key, kept]) => !keys.has(key) || !mayBeAt(kept.place, place)));
      if (left.size < known.size) save(left);
    },
  };
}

function encode(instances: Instances): Readonly<Record<string, unknown>> {
  const stored = [...instances].map(
    ([id, { entry, ...rest }]) => [id, { ...rest, entry: encodeEntry(entry) }] as const,
  );
  return { format: ledgerFormat, instances: Object.fromEntries(stored) };
}

/** Decodes the file. Throws if this user's provider did not write it. */
function decode({ stored, isOwn }: ReturnType<OwnFiles["read"]>): Instances {
  const { format, instances } = stored;
  if (format !== ledgerFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${ledgerFormat}`);
  if (!isOwn) throw new Error("it is ignored, because the provider of this user did not write it there");
  return new Map([...decodeMap(instances, decodeReplaced)].map(([id, instance]) => [idKey(id), instance]));
}

function decodeReplaced(value: unknown): ReplacedInstance {
  const { entry, last, observed, successor, destroyed, place } = objectOf(value, "a replaced instance");
  return {
    entry: decodeEntry(entry),
    last: last === undefined ? undefined : decodeRecord(last),
    observed: observed === undefined ? undefined : decodeObserved(observed),
    successor: typeof successor === "string" ? successor : undefined,
    destroyed: destroyed === true,
    ...(place !== undefined && { place: decodePlace(objectOf(place, "place")) }),
  };
}

function decodeObserved(value: unknown): ReplacedInstance["observed"] {
  const { name, engine, status } = objectOf(value, "observed");
  if (!isTextOrNull(name) || !isTextOrNull(engine) || typeof status !== "string") {
    throw new Error("observed is not of its type");
  }
  return { name, engine, status };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === "string";
}
