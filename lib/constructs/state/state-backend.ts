import { PgBackend, type PgBackendConfig, S3Backend, type TerraformBackend, type TerraformStack } from "cdktf";
import { connectionRules } from "../../domain/connection/connection";
import { type Environment, variableOf } from "../../domain/environment";
import { keepStateWholeAtSynthesis } from "./foreign-store";
import { type InputProblem, refuseProblems } from "../checks/problem";
import { inOwnLibrary } from "../own-library";

export type { Environment };

/**
 * Declares the backend of `stack` by `DMS_STATE` in the environment, and returns it:
 *
 * - not set, or `local`: a file on this machine, which is cdktf's default. Returns `undefined`.
 * - `pg`: a schema named after the stack in the PostgreSQL database of `PG_CONN_STR` (or `PGHOST`, `PGUSER`, …) in Terraform's environment.
 *   It has a lock: a second deploy fails or waits. Needs Terraform 1.6 or later.
 * - `s3`: the object `<stack>.tfstate` in the bucket `DMS_STATE_BUCKET`, in `DMS_STATE_REGION`, at `DMS_STATE_ENDPOINT` unless it
 *   is Amazon's. It has no lock unless you add `use_lockfile`. Another vendor's store gets the state without checksums.
 *
 * Credentials stay in the environment and never enter the synthesized stack. Throws for any other value.
 */
export function backendFromEnvironment(stack: TerraformStack, environment: Environment): TerraformBackend | undefined {
  inOwnLibrary(stack);
  const kind = variableOf(environment, "DMS_STATE");
  switch (kind) {
    case undefined:
    case "local":
      return undefined;
    case "pg":
      return declarePg(stack);
    case "s3":
      return declareS3(stack, environment);
    default:
      refuseProblems(stack, [{ input: "DMS_STATE", received: kind, allowed: '"local", "pg", "s3"', isVariable: true }]);
      return undefined;
  }
}

/** Whether a stack keeps its state in PostgreSQL. */
export function keepsStateInPg(stack: TerraformStack): boolean {
  return stack.node.children.some((child) => child instanceof PgBackend);
}

// PostgreSQL truncates longer names: two stacks might then share one schema.
const longestSchemaName = 63;

function declarePg(stack: TerraformStack): TerraformBackend {
  const schemaName = stack.node.path;
  if (Buffer.byteLength(schemaName) > longestSchemaName) {
    const allowed = `a stack whose path has at most ${longestSchemaName} bytes, to name a schema of PostgreSQL after`;
    refuseProblems(stack, [{ input: "DMS_STATE=pg", received: schemaName, allowed }]);
  }
  // The type demands a connection string, which would put its password into the synthesized stack.
  const config: Omit<PgBackendConfig, "connStr"> = { schemaName };
  return new PgBackend(stack, config as PgBackendConfig);
}

function declareS3(stack: TerraformStack, environment: Environment): TerraformBackend {
  const { DMS_STATE_BUCKET: bucket = "", DMS_STATE_REGION: region = "" } = environment;
  const endpoint = variableOf(environment, "DMS_STATE_ENDPOINT");
  refuseProblems(stack, [
    ...required("DMS_STATE_BUCKET", bucket, "the name of a bucket", /^[A-Za-z0-9._-]{3,255}$/.test(bucket)),
    ...required("DMS_STATE_REGION", region, "the region of the bucket", connectionRules.region.allows(region)),
    ...checkEndpoint(endpoint),
  ]);
  const backend = new S3Backend(stack, {
    bucket,
    region,
    key: `${stack.node.path}.tfstate`,
    ...(endpoint !== undefined && elsewhere(endpoint)),
  });
  keepStateWholeAtSynthesis(backend, stack, environment);
  return backend;
}

// Settings for services that are compatible with Amazon's but do not offer all of it.
function elsewhere(endpoint: string) {
  return {
    endpoints: { s3: endpoint },
    skipCredentialsValidation: true,
    skipRegionValidation: true,
    skipRequestingAccountId: true,
    skipMetadataApiCheck: true,
    skipS3Checksum: true,
    usePathStyle: true,
  };
}

function required(input: string, received: string, allowed: string, isFine: boolean): readonly InputProblem[] {
  if (isFine) return [];
  return [{ input, received, allowed: `${allowed}, because DMS_STATE is "s3"`, isVariable: true }];
}

// The endpoint, which is written to the synthesized stack.
function checkEndpoint(received: string | undefined): readonly InputProblem[] {
  if (received === undefined) return [];
  const problem = { input: "DMS_STATE_ENDPOINT", received, isVariable: true };
  if (!/^https?:\/\/[^/]/i.test(received) || !URL.canParse(received)) {
    return [{ ...problem, allowed: "an http or https URL" }];
  }
  if (!/[@?#]/.test(received)) return [];
  const allowed =
    "an http or https URL without user, password, query and fragment; credentials belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
  return [{ ...problem, allowed }];
}
