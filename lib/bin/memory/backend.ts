import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../domain/texts/json-fault";
import { objectOf } from "../../domain/ledger/stored";

/** The backend that `terraform init` has configured. */
interface Backend {
  /** `conn_str` of a `pg` backend, if `init` got one; otherwise the backend takes that of the environment. */
  readonly connectionString: string | undefined;
  /**
   * Distinguishes its states from those of others in the same store; empty for a backend on this machine. Not for people: an address may
   * have a password in it.
   */
  readonly state: string;
}

/** Attributes of Terraform's backends that identify the state and are not secret. */
const naming = [
  "schema_name",
  "bucket",
  "key",
  "prefix",
  "storage_account_name",
  "container_name",
  "address",
  "hostname",
  "organization",
  "secret_suffix",
  "namespace",
];

/**
 * Further parts of the identity. In an organization each workspace is a state; Consul's states differ by their path, which for `local` is
 * only a file of this machine.
 */
function namedBeside(type: unknown, { workspaces, path }: Readonly<Record<string, unknown>>): readonly string[] {
  const isGiven = typeof workspaces === "object" && workspaces !== null;
  return [
    ...((type === "cloud" || type === "remote") && isGiven ? [`workspaces=${JSON.stringify(workspaces)}`] : []),
    ...(type === "consul" && typeof path === "string" ? [`path=${path}`] : []),
  ];
}

/** Reads Terraform's own record in its data folder. An unreadable one counts as a backend on this machine. */
export function backendIn(dataFolder: string): Backend {
  try {
    const note = objectOf(readJson(readFileSync(join(dataFolder, "terraform.tfstate"), "utf8")), "the note");
    const { type, config } = objectOf(note["backend"], "its backend");
    const values = objectOf(config, "its configuration");
    const connectionString = type === "pg" ? values["conn_str"] : undefined;
    const texts = naming.flatMap((name) => (typeof values[name] === "string" ? [`${name}=${values[name]}`] : []));
    const named = [...texts, ...namedBeside(type, values)];
    return {
      connectionString: typeof connectionString === "string" && connectionString !== "" ? connectionString : undefined,
      state: typeof type !== "string" || type === "local" ? "" : [type, ...named].join(" "),
    };
  } catch {
    return { connectionString: undefined, state: "" };
  }
}
