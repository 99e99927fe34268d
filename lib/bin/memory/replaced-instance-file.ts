import { existsSync, rmSync } from "node:fs";
import type { InstanceId } from "../../domain/instance";
import { decodeRecord, objectOf } from "../../provider/lifecycle/stored-record";
import type { ReplacedInstance, ReplacedInstances } from "../../provider/memory";
import { attempt } from "./attempt";
import type { OwnFiles } from "./own-files";
import { decodeDigests, decodeEntries, storedFormat } from "./stored-record";

type Instances = ReadonlyMap<InstanceId, ReplacedInstance>;

interface ReplacedInstanceFileOptions {
  readonly files: OwnFiles;
  /** An absolute path that `files` may use. */
  readonly file: string;
  readonly onProblem: (message: string) => void;
}

/**
 * Replaced instances in one JSON file, which is there only while it holds any, and in the memory of the process, should the
 * file not be writable. A file that cannot be read counts as empty, and so does one that this user's provider did not write: it could
 * keep a restart back that nobody has made.
 */
export function createReplacedInstanceFile({ files, file, onProblem }: ReplacedInstanceFileOptions): ReplacedInstances {
  const own = new Map<InstanceId, ReplacedInstance>();
  const load = (): Instances => {
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
    load,
    keep: (instances) => {
      for (const [id, instance] of instances) own.set(id, instance);
      if (instances.size > 0) save(load());
    },
    forget: (ids) => {
      const known = load();
      for (const id of ids) own.delete(id);
      const left = new Map([...known].filter(([id]) => !ids.includes(id)));
      if (left.size < known.size) save(left);
    },
  };
}

function encode(instances: Instances): Readonly<Record<string, unknown>> {
  const stored = [...instances].map(
    ([id, { triggers, ...rest }]) => [id, { ...rest, triggers: Object.fromEntries(triggers) }] as const,
  );
  return { format: storedFormat, instances: Object.fromEntries(stored) };
}

/** Throws for what is not ours. */
function decode({ stored, isOwn }: ReturnType<OwnFiles["read"]>): Instances {
  const { format, instances } = stored;
  if (format !== storedFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${storedFormat}`);
  if (!isOwn) throw new Error("it is passed over, because the provider of this user did not write it there");
  return decodeEntries(instances, ({ triggers, last, observed, successor, destroyedBy }) => ({
    triggers: decodeDigests(triggers),
    last: last === undefined ? undefined : decodeRecord(last),
    observed: observed === undefined ? undefined : decodeObserved(observed),
    successor: typeof successor === "string" ? successor : undefined,
    destroyedBy: typeof destroyedBy === "string" ? destroyedBy : undefined,
  }));
}

function decodeObserved(value: unknown): ReplacedInstance["observed"] {
  const { name, engine, status } = objectOf(value, "observed");
  if (typeof name !== "string" || typeof engine !== "string" || typeof status !== "string") {
    throw new Error("observed is not what it should be");
  }
  return { name, engine, status };
}
