import { type FaultRule, parseFaultRules } from "../faults/fault-rules";
import { InvalidInput } from "../invalid-input";
import { completeFields, ownedFields, requireShallow, toDocumentedType } from "../fleet/instance-fields";
import { fieldMeantBy } from "./misspelled-field";
import type { JsonObject, JsonValue } from "../json-value";
import {
  parseAgency,
  parseIdentityProvider,
  type SeededAgency,
  type SeededIdentityProvider,
  type SeedFileAgency,
  type SeedFileIdentityProvider,
} from "./federation";
import { array, boolean, object, string } from "./values";
import type { TaskNames } from "../fleet/task-records";
import { stableUuid } from "../stable-values";
import { type SeededInstance, engineOf } from "../fleet/instance-record";

/** A seed file as written: every part optional, missing fields of instances get plausible values. */
export interface SeedFile {
  readonly projects?: Readonly<Record<string, readonly JsonObject[]>>;
  readonly users?: readonly {
    readonly name: string;
    readonly password: string;
    readonly domain?: string;
    /** Whether the user may assume agencies that trust the domain. @default true */
    readonly agent_operator?: boolean;
  }[];
  readonly keys?: readonly {
    readonly access: string;
    readonly secret: string;
    readonly security_token?: string;
    readonly user?: string;
  }[];
  /** Rights of accounts to act in others. @default none */
  readonly agencies?: readonly SeedFileAgency[];
  /** Identity providers whose ID tokens log in. @default none */
  readonly identity_providers?: readonly SeedFileIdentityProvider[];
  /** Names for project ids. @default `eu-de` for the first project, `eu-de_2` … for the others */
  readonly project_names?: Readonly<Record<string, string>>;
  /** The service's names for the tasks that it records. @default `createInstance` and `restartInstance` */
  readonly task_names?: { readonly create?: string; readonly restart?: string };
  /** Rules that hold from the start and after each reset. @default none */
  readonly faults?: JsonValue;
  /** v2 only: a delete without `force_delete` leaves the instance in status RECYCLE. @default false */
  readonly recycle_bin?: boolean;
}

/** A user who may log in. */
export interface SeededUser {
  readonly name: string;
  readonly password: string;
  readonly domain: string;
  /** Whether the user may assume agencies that trust the domain. */
  readonly isAgentOperator: boolean;
}

/** An access key pair. */
export interface SeededKey {
  readonly access: string;
  readonly secret: string;
  /** Set for temporary keys: X-Security-Token must contain it. */
  readonly securityToken: string | undefined;
  /** The user who owns the key. */
  readonly user: string;
}

/** A seed, checked and complete. */
export interface Seed {
  readonly projectNames: ReadonlyMap<string, string>;
  readonly instances: readonly SeededInstance[];
  readonly users: readonly SeededUser[];
  readonly keys: readonly SeededKey[];
  readonly agencies: readonly SeededAgency[];
  readonly identityProviders: readonly SeededIdentityProvider[];
  readonly faults: readonly FaultRule[];
  readonly recycleBin: boolean;
  readonly taskNames: TaskNames;
}

/** The form of a project id. Assumed: the documents do not give it; the samples have 32 hexadecimal digits. */
export const projectIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
const instanceIdPattern = /^[A-Za-z0-9_-]{1,64}$/;
const seedKeys: readonly string[] = [
  "projects",
  "users",
  "keys",
  "agencies",
  "identity_providers",
  "project_names",
  "task_names",
  "faults",
  "recycle_bin",
];

/** Checks a seed and adds the missing parts. Pure. Throws `InvalidInput` naming the place. */
export function parseSeed(value: unknown): Seed {
  const seed = object(value, "seed");
  const unknownKey = Object.keys(seed).find((key) => !seedKeys.includes(key));
  if (unknownKey !== undefined) throw new InvalidInput(unknownKey, `is not known; a seed has ${seedKeys.join(", ")}`);
  const projects = object(seed.projects ?? {}, "projects");
  return {
    projectNames: parseProjectNames(Object.keys(projects), object(seed.project_names ?? {}, "project_names")),
    instances: parseInstances(projects),
    users: array(seed.users ?? [], "users").map(parseUser),
    keys: array(seed.keys ?? [], "keys").map(parseKey),
    agencies: array(seed.agencies ?? [], "agencies").map(parseAgency),
    identityProviders: array(seed.identity_providers ?? [], "identity_providers").map(parseIdentityProvider),
    faults: parseFaultRules(seed.faults ?? [], "faults"),
    recycleBin: boolean(seed.recycle_bin ?? false, "recycle_bin"),
    taskNames: parseTaskNames(object(seed.task_names ?? {}, "task_names")),
  };
}

function parseProjectNames(projectIds: readonly string[], named: JsonObject): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  projectIds.forEach((id, index) => names.set(id, index === 0 ? "eu-de" : `eu-de_${index + 1}`));
  for (const [id, name] of Object.entries(named)) names.set(id, string(name, `project_names.${id}`));
  return names;
}

function parseInstances(projects: JsonObject): readonly SeededInstance[] {
  const instances: SeededInstance[] = [];
  const seen = new Set<string>();
  for (const [projectId, list] of Object.entries(projects)) {
    if (!projectIdPattern.test(projectId)) throw new InvalidInput(`projects.${projectId}`, "is not a project id");
    array(list, `projects.${projectId}`).forEach((entry, index) => {
      const place = `projects.${projectId}[${index}]`;
      const instance = parseInstance(object(entry, place), projectId, index, place);
      if (seen.has(instance.id)) throw new InvalidInput(`${place}.instance_id`, `${instance.id} is there twice`);
      seen.add(instance.id);
      instances.push(instance);
    });
  }
  return instances;
}

function parseInstance(entry: JsonObject, projectId: string, index: number, place: string): SeededInstance {
  const id = string(entry.instance_id ?? stableUuid(`${projectId} ${index}`), `${place}.instance_id`);
  if (!instanceIdPattern.test(id)) throw new InvalidInput(`${place}.instance_id`, "is not an instance id");
  const word = string(entry.engine ?? "kafka", `${place}.engine`);
  const engine = engineOf(word);
  if (engine === undefined) throw new InvalidInput(`${place}.engine`, "must be kafka, rabbitmq or rocketmq");
  const given: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(entry)) {
    if (ownedFields.includes(name)) continue;
    const meant = fieldMeantBy(name);
    if (meant !== undefined) {
      throw new InvalidInput(
        `${place}.${name}`,
        `is not a field of an instance; use ${meant}, or a name that is less similar`,
      );
    }
    requireShallow(value, `${place}.${name}`);
    const typed = toDocumentedType(name, value);
    if (typed === undefined) throw new InvalidInput(`${place}.${name}`, "is not of the documented type");
    given[name] = typed;
  }
  return {
    id,
    projectId,
    name: string(entry.name ?? `${engine}-${index + 1}`, `${place}.name`),
    engine: word,
    status: string(entry.status ?? "RUNNING", `${place}.status`),
    fields: completeFields(id, projectId, engine, given),
  };
}

function parseTaskNames(names: JsonObject): TaskNames {
  const unknownKey = Object.keys(names).find((key) => key !== "create" && key !== "restart");
  if (unknownKey !== undefined) throw new InvalidInput(`task_names.${unknownKey}`, "is not known; use create, restart");
  return {
    create: string(names.create ?? "createInstance", "task_names.create"),
    restart: string(names.restart ?? "restartInstance", "task_names.restart"),
  };
}

function parseUser(value: JsonValue, index: number): SeededUser {
  const user = object(value, `users[${index}]`);
  const name = string(user.name ?? null, `users[${index}].name`);
  return {
    name,
    password: string(user.password ?? null, `users[${index}].password`),
    domain: string(user.domain ?? name, `users[${index}].domain`),
    isAgentOperator: boolean(user.agent_operator ?? true, `users[${index}].agent_operator`),
  };
}

function parseKey(value: JsonValue, index: number): SeededKey {
  const key = object(value, `keys[${index}]`);
  return {
    access: string(key.access ?? null, `keys[${index}].access`),
    secret: string(key.secret ?? null, `keys[${index}].secret`),
    securityToken:
      key.security_token === undefined ? undefined : string(key.security_token, `keys[${index}].security_token`),
    user: string(key.user ?? "emulator", `keys[${index}].user`),
  };
}
