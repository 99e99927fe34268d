import { createHash } from "node:crypto";
import type { EmulatorOptions } from "../../../lib/emulator/emulator";
import { projectId } from "./workspace";

/** A well-formed id that a name always leads to. */
export function idOf(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** An instance of a seed; without further fields, a running Kafka instance. */
export interface Seeded {
  readonly engine?: string;
  readonly status?: string;
  readonly instance_id?: string;
  readonly [field: string]: string | undefined;
}

type Fleet = readonly string[] | Readonly<Record<string, Seeded>>;

/** A fleet by names, each with the id that its name leads to, as the seed of an emulator. */
export function seedOf(fleet: Fleet): NonNullable<EmulatorOptions["seed"]> {
  const entries: readonly (readonly [string, Seeded])[] = Array.isArray(fleet)
    ? fleet.map((name: string) => [name, {}] as const)
    : Object.entries(fleet);
  const instances = entries.map(([name, fields]) => {
    const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return { instance_id: idOf(name), name, engine: "kafka", status: "RUNNING", ...Object.fromEntries(given) };
  });
  return { projects: { [projectId]: instances } };
}

/** How one key of `instances` is written. */
export interface Declared {
  /** @default the id that the key leads to */
  readonly id?: string;
  readonly state?: "running" | "deleted";
  /** An object for literal values, or HCL as it is to stand there. */
  readonly triggers?: Readonly<Record<string, string>> | string;
}

/**
 * One `dms_instance_lifecycle`. Line 1 is the resource's, `instances` opens on line 2, the first key stands on line 3, each
 * key on one line; `more` follows below.
 */
export function lifecycle(instances: Readonly<Record<string, Declared>>, more = "", name = "fleet"): string {
  const lines = Object.entries(instances).map(
    ([key, declared]) => `    ${JSON.stringify(key)} = { ${declare(key, declared)} }`,
  );
  return `resource "dms_instance_lifecycle" "${name}" {\n  instances = {\n${lines.join("\n")}\n  }\n  ${more}\n}\n`;
}

function declare(key: string, { id = idOf(key), state, triggers }: Declared): string {
  const written = typeof triggers === "object" ? writeMap(triggers) : triggers;
  return [
    `instance_id = ${JSON.stringify(id)}`,
    ...(state === undefined ? [] : [`desired_state = "${state}"`]),
    ...(written === undefined ? [] : [`restart_triggers = ${written}`]),
  ].join(", ");
}

function writeMap(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}`);
  return `{ ${entries.join(", ")} }`;
}

/** The same trigger for several names. */
export function triggered(names: readonly string[], value: string): Readonly<Record<string, Declared>> {
  return Object.fromEntries(names.map((name) => [name, { triggers: { config: value } }]));
}

/** One `dms_failed_instance_purge`. */
export function purgeOf(engine: string, more = "allow_deletion = true", name = engine): string {
  return `resource "dms_failed_instance_purge" "${name}" {\n  engine = "${engine}"\n  ${more}\n}\n`;
}
