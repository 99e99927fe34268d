import { existsSync, readFileSync, rmSync } from "node:fs";
import type { InstanceId } from "../../domain/instance";
import { decodeRecord, objectOf } from "../../provider/lifecycle/stored-record";
import type { ReplacedInstance, ReplacedInstances } from "../../provider/memory";
import { decodeDigests, decodeEntries, storedFormat } from "./stored-record";
import { attempt, writePrivateFile } from "./private-file";

type Instances = ReadonlyMap<InstanceId, ReplacedInstance>;

interface ReplacedInstanceFileOptions {
  /** An absolute path; nothing is made when it is gone. */
  readonly root: string;
  /** Somewhere below it. */
  readonly file: string;
  readonly onProblem: (message: string) => void;
}

/**
 * Replaced instances in one JSON file, which is there only while it holds any, and in the memory of the process, should the
 * file not be writable. A file that cannot be read counts as empty.
 */
export function createReplacedInstanceFile({ root, file, onProblem }: ReplacedInstanceFileOptions): ReplacedInstances {
  const own = new Map<InstanceId, ReplacedInstance>();
  const load = (): Instances => {
    let stored: Instances = new Map();
    attempt(onProblem, () => {
      if (existsSync(file)) stored = decode(readFileSync(file, "utf8"));
    });
    return new Map([...stored, ...own]);
  };
  const save = (instances: Instances): void =>
    attempt(onProblem, () => {
      if (instances.size > 0) writePrivateFile(file, encode(instances), root);
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

function encode(instances: Instances): string {
  const stored = [...instances].map(
    ([id, { triggers, ...rest }]) => [id, { ...rest, triggers: Object.fromEntries(triggers) }] as const,
  );
  return JSON.stringify({ format: storedFormat, instances: Object.fromEntries(stored) });
}

/** Throws for text that is not ours. */
function decode(text: string): Instances {
  const { format, instances } = objectOf(JSON.parse(text) as unknown, "the file");
  if (format !== storedFormat) throw new Error(`format is ${JSON.stringify(format)}, not ${storedFormat}`);
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
