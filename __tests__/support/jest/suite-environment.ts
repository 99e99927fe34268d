import { type Environment, variableOf } from "../../../lib/domain/environment";

/** Variables that point a program to another cloud, state, proxy, trust, colour or language than the one of its test. */
const foreign: readonly RegExp[] = [
  /^(TF|OS|HW|DMS|CDKTF|AWS|GITHUB|GITLAB)_/,
  /^PG([A-Z]+|_CONN_STR)$/,
  /^(https?|all|no|ftp)_proxy$/i,
  /^(NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_USE_ENV_PROXY|NODE_USE_SYSTEM_CA)$/,
  /^(SSL_CERT_FILE|SSL_CERT_DIR|CURL_CA_BUNDLE)$/,
  /^(ALLOW_DELETION|BROKER_CONFIG|RETIRE_LEGACY)$/, // main.ts
  /^(CI|CONTINUOUS_INTEGRATION|BUILD_NUMBER|RUN_ID)$/,
  /^(FORCE_COLOR|NO_COLOR|COLORTERM|CLICOLOR(_FORCE)?|COLUMNS|LINES)$/,
  /^(LANG|LANGUAGE|LC_\w+|TZ)$/,
];

/** Programs of the machine that a lane is to run, too. */
const ofMachine: readonly string[] = ["DMS_TERRAFORMS"];

/** Those of them that npm needs to reach its registry, with the settings and the cache of the person who runs the tests. */
const ofRegistry = /^(HOME|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|(https?|all|no)_proxy)$/i;

/** Keeps them for the tests that install packages. */
const registryVariable = "TESTS_WAY_TO_REGISTRY";

/**
 * The environment of every test and of every program that a test starts, the same on every machine: without variables that are foreign to
 * the tests, with `home` as its home and `temporary` for temporary files.
 */
export function suiteEnvironment(env: Environment, folders: { readonly home: string; readonly temporary: string }) {
  const entries = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const kept = entries.filter(([name]) => ofMachine.includes(name) || !foreign.some((pattern) => pattern.test(name)));
  const registry = Object.fromEntries(entries.filter(([name]) => ofRegistry.test(name)));
  return {
    ...Object.fromEntries(kept),
    [registryVariable]: variableOf(env, registryVariable) ?? JSON.stringify(registry),
    HOME: folders.home,
    TMPDIR: folders.temporary,
    CHECKPOINT_DISABLE: "1",
    // Terraform's commands end long before they fill this: collecting their garbage takes a third of their processor time.
    GOGC: "off",
    GOMEMLIMIT: "512MiB",
  };
}

/** The machine's own way to npm's registry, for the tests that install packages: add it to the environment of npm. */
export function wayToRegistry(env: Environment = process.env): Readonly<Record<string, string>> {
  return JSON.parse(variableOf(env, registryVariable) ?? "{}") as Readonly<Record<string, string>>;
}
