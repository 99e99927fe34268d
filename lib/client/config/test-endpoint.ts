import { isLoopback } from "../../domain/connection/loopback";
import { type ConfigProblem, environmentProblem } from "./config-problem";
import type { ExplicitClientConfig } from "./sources/settings";
import { type Environment, variableOf } from "../../domain/environment";

/**
 * The variable by which a test keeps every client of its environment at one emulator. It overrides every attribute, other variable and
 * file.
 */
export const testEndpointVariable = "DMS_TEST_ENDPOINT";

/** The poll interval of a client under test: time is simulated. */
const testPollInterval = "100ms";

type TestEndpoint =
  | { readonly kind: "not-set" }
  | { readonly kind: "wrong"; readonly problem: ConfigProblem }
  | { readonly kind: "set"; readonly explicit: ExplicitClientConfig; readonly environment: Environment };

/**
 * The configuration under a test: without credentials, proxies, certificates and entries of clouds.yaml. The project and the manner of the
 * calls stay unchanged.
 */
export function applyTestEndpoint(explicit: ExplicitClientConfig, environment: Environment): TestEndpoint {
  const url = variableOf(environment, testEndpointVariable);
  if (url === undefined) return { kind: "not-set" };
  if (!URL.canParse(url) || !isLoopback(url)) {
    const text =
      "The variable must name an emulator on this machine: it keeps tests there. Allowed: a URL such as http://127.0.0.1:8080.";
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
