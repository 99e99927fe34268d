import { isLoopback } from "../../domain/loopback";
import { type ConfigProblem, environmentProblem } from "./config-problem";
import type { ExplicitClientConfig } from "./settings";
import { type Environment, variableOf } from "../../domain/environment";

/**
 * The variable by which a test keeps every client of its environment at one emulator. No attribute, other variable or file
 * leads elsewhere: it outranks them all.
 */
export const testEndpointVariable = "DMS_TEST_ENDPOINT";

/** How often a client under test looks: time is simulated. */
const testPollInterval = "100ms";

type TestEndpoint =
  | { readonly kind: "not-set" }
  | { readonly kind: "wrong"; readonly problem: ConfigProblem }
  | { readonly kind: "set"; readonly explicit: ExplicitClientConfig; readonly environment: Environment };

/**
 * What is left of a configuration under a test: no credentials, proxies, certificates and entries of clouds.yaml; the project
 * and the manner of the calls stay as they are.
 */
export function applyTestEndpoint(explicit: ExplicitClientConfig, environment: Environment): TestEndpoint {
  const url = variableOf(environment, testEndpointVariable);
  if (url === undefined) return { kind: "not-set" };
  if (!URL.canParse(url) || !isLoopback(url)) {
    const text =
      "The variable keeps tests at an emulator on this machine, and names none. Allowed: a URL such as http://127.0.0.1:8080.";
    return { kind: "wrong", problem: environmentProblem([testEndpointVariable], text) };
  }
  const { apiVersion, projectId, projectName, enterpriseProjectId, requestTimeout, maxRetries, taskRecords } = explicit;
  const manner = { requestTimeout, maxRetries, taskRecords, pollInterval: testPollInterval };
  const { OS_PROJECT_ID: defaultProject, DMS_API_VERSION: defaultVersion, DMS_TASK_RECORDS: records } = environment;
  return {
    kind: "set",
    explicit: {
      apiVersion,
      projectId,
      projectName,
      enterpriseProjectId,
      ...manner,
      endpoint: url,
      authUrl: `${url.replace(/\/+$/, "")}/v3`,
    },
    environment: { OS_PROJECT_ID: defaultProject, DMS_API_VERSION: defaultVersion, DMS_TASK_RECORDS: records },
  };
}
