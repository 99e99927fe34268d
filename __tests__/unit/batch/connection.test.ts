import { connectForBatch } from "../../../lib/batch/connection";
import type { BatchRequest } from "../../../lib/batch/request";

const purge: BatchRequest = { kind: "purge", engine: "kafka", maxDeletions: undefined, timeoutMs: 60_000 };
const warningsFor = async (environment: Readonly<Record<string, string>>): Promise<readonly string[]> => {
  const connection = await connectForBatch(
    purge,
    {},
    { OS_PROJECT_ID: "p1", ...environment },
    { readFile: () => undefined },
  );
  await connection.client.close();
  return connection.warnings;
};

describe("the connection of a batch", () => {
  test("warns of a token over plain http to another machine, and of certificates that are not checked", async () => {
    const environment = { DMS_ENDPOINT: "http://dms:8080", OS_TOKEN: "tok-1", OS_INSECURE: "true" };
    expect(await warningsFor(environment)).toEqual([
      "TLS certificates are not checked (insecure).",
      "http://dms:8080 (from DMS_ENDPOINT) is called without encryption: an attacker on the network can read the token and act with it. Use https. Settings: endpoint (environment DMS_ENDPOINT).",
    ]);
  });

  test("does not warn if the connection cannot be read", async () => {
    expect(await warningsFor({ DMS_ENDPOINT: "https://dms", OS_TOKEN: "tok-1" })).toEqual([]);
    expect(await warningsFor({ DMS_ENDPOINT: "http://127.0.0.1:8080", OS_TOKEN: "tok-1" })).toEqual([]);
  });
});
