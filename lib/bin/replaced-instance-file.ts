import { existsSync, readFileSync, rmSync } from "node:fs";
import type { InstanceId } from "../domain/instance";
import type { ReplacedInstance, ReplacedInstances } from "../provider/service";
import { attempt, writeWholeFile } from "./whole-file";

type Stored = Readonly<
  Record<string, Omit<ReplacedInstance, "triggers"> & { readonly triggers: Readonly<Record<string, string>> }>
>;
type Instances = ReadonlyMap<InstanceId, ReplacedInstance>;

/** Replaced instances in one JSON file, which is there only while it holds any. A file that cannot be read counts as empty. */
export function createReplacedInstanceFile(file: string, onProblem: (message: string) => void): ReplacedInstances {
  const load = (): Instances => {
    let instances: Instances = new Map();
    attempt(onProblem, () => {
      if (existsSync(file)) instances = decode(readFileSync(file, "utf8"));
    });
    return instances;
  };
  const save = (instances: Instances): void =>
    attempt(onProblem, () => {
      if (instances.size > 0) writeWholeFile(file, encode(instances));
      else rmSync(file, { force: true });
    });
  return {
    load,
    keep: (instances) => {
      if (instances.size > 0) save(new Map([...load(), ...instances]));
    },
    forget: (ids) => {
      const kept = load();
      const left = new Map([...kept].filter(([id]) => !ids.includes(id)));
      if (left.size < kept.size) save(left);
    },
  };
}

function encode(instances: Instances): string {
  const stored: Stored = Object.fromEntries(
    [...instances].map(([id, { triggers, last, observed }]) => [
      id,
      { triggers: Object.fromEntries(triggers), last, observed },
    ]),
  );
  return JSON.stringify(stored);
}

/** Throws for text that is not ours. */
function decode(text: string): Instances {
  const stored = JSON.parse(text) as Stored;
  return new Map(
    Object.entries(stored).map(([id, { triggers, last, observed }]) => [
      id,
      { triggers: new Map(Object.entries(triggers)), last, observed },
    ]),
  );
}
