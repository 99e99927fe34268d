import { complete, problems, resolved } from "../../../support/client/resolved-config";

const emulator = { DMS_TEST_ENDPOINT: "http://127.0.0.1:4711" };

describe("a client under test", () => {
  test("reaches only the emulator, with any attributes, variables and files", async () => {
    const explicit = {
      ...complete,
      endpoint: "https://dms.eu-de.otc.t-systems.com",
      authUrl: "https://iam.eu-de.otc.t-systems.com/v3",
      accessKey: "AK",
      secretKey: "SK",
      insecure: true,
      cloud: "production",
    };
    const environment = {
      ...emulator,
      OS_PASSWORD: "pw",
      OS_USERNAME: "anna",
      OS_CLOUD: "production",
      HTTP_PROXY: "http://proxy.example:3128",
      DMS_ENDPOINT: "https://dms.example",
    };
    expect(await resolved(explicit, environment)).toMatchObject({
      endpoint: "http://127.0.0.1:4711",
      authUrl: "http://127.0.0.1:4711/v3",
      credentials: { kind: "none" },
      proxy: { httpProxy: "", httpsProxy: "", noProxy: "" },
      insecure: false,
      caPem: undefined,
      addedCaPem: "",
      pollIntervalMs: 100,
    });
  });

  test("keeps its project and the manner of its calls", async () => {
    const explicit = { projectId: "p7", apiVersion: "v2", requestTimeout: "7s", maxRetries: 2, taskRecords: "off" };
    expect(await resolved(explicit, emulator)).toMatchObject({
      project: { kind: "id", id: "p7" },
      apiVersion: "v2",
      requestTimeoutMs: 7_000,
      maxRetries: 2,
      readsTasks: false,
    });
    const environment = { ...emulator, OS_PROJECT_ID: "p8", DMS_TASK_RECORDS: "off" };
    expect(await resolved({}, environment)).toMatchObject({ project: { kind: "id", id: "p8" }, readsTasks: false });
  });

  test.each(["https://dms.eu-de.otc.t-systems.com", "http://127.0.0.1@evil.example", "no url"])(
    "is refused at %s",
    async (url) => {
      const [problem] = await problems(complete, { DMS_TEST_ENDPOINT: url });
      expect(problem!.message).toContain("Environment: DMS_TEST_ENDPOINT");
      expect(problem!.message).not.toContain("evil");
    },
  );

  test("is an ordinary client when the variable is empty", async () => {
    expect((await resolved(complete, { DMS_TEST_ENDPOINT: "" })).endpoint).toBe("https://dms.eu-de.otc.t-systems.com");
  });
});
