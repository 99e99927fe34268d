import type { JsonObject } from "../../../lib/emulator/json-value";
import { type Declared, lifecycle } from "../acceptance/hcl";
import { projectId } from "../acceptance/workspace";
import { names, type Story } from "./story";
import type { Wanted } from "./promises";

// The texts of an attack: configuration, provider block and environment. Pure.

/** The pace of applies. */
export interface Pace {
  readonly maxUnavailable: string;
  readonly maxFailures: string;
  readonly readyTimeout: string;
  readonly runTimeoutMs: number;
}

/** The pace of an apply that meets no trouble. */
export const patient: Pace = { maxUnavailable: "100%", maxFailures: "0", readyTimeout: "1m", runTimeoutMs: 60_000 };

export const requestTimeoutMs = 5_000;
export const accessKey = "AKATTACK";
export const user = { name: "anna", domain: "OTC-1" } as const;

export function configurationOf({ triggers, deleted, allowDeletion, maxDeletions }: Wanted, pace: Pace): string {
  const declared = names.map((name): readonly [string, Declared] => [
    name,
    {
      state: deleted.includes(name) ? "deleted" : "running",
      triggers: `{ config = "${triggers[name]}", sensitive = var.sensitive }`,
    },
  ]);
  const more = [
    `allow_deletion = ${allowDeletion}`,
    ...(maxDeletions === undefined ? [] : [`max_deletions = ${maxDeletions}`]),
    `rollout = { max_unavailable = "${pace.maxUnavailable}", max_failures = "${pace.maxFailures}" }`,
    `ready_timeout = "${pace.readyTimeout}"`,
    `timeouts = { create = "${pace.runTimeoutMs}ms", update = "${pace.runTimeoutMs}ms" }`,
  ];
  const variable = 'variable "sensitive" {\n  sensitive = true\n}\n';
  return variable + lifecycle(Object.fromEntries(declared), more.join("\n  "));
}

export function providerOf({ apiVersion }: Story, endpoint: string): string {
  return [
    `project_id = "${projectId}"`,
    `endpoint = "${endpoint}"`,
    `api_version = "${apiVersion}"`,
    'poll_interval = "100ms"',
    "max_retries = 2",
    `request_timeout = "${requestTimeoutMs}ms"`,
  ].join("\n  ");
}

/** The variables with the caller's secrets. */
export function environmentOf(
  { credentials, secret, sensitive }: Story,
  endpoint: string,
  token: string,
): Readonly<Record<string, string>> {
  const caller = {
    token: { OS_TOKEN: token },
    keys: { OS_ACCESS_KEY: accessKey, OS_SECRET_KEY: secret },
    password: { OS_USERNAME: user.name, OS_PASSWORD: secret, OS_USER_DOMAIN_NAME: user.domain },
  }[credentials];
  return { ...caller, OS_AUTH_URL: `${endpoint}/v3`, TF_VAR_sensitive: sensitive };
}

/** The further fields of each instance of the service. */
export function foreignFields({ foreign }: Story): JsonObject {
  return { x_foreign: foreign } as JsonObject;
}
