import { suiteEnvironment, wayToRegistry } from "../../support/jest/suite-environment";

const folders = { home: "/tmp/dms-1/home", temporary: "/tmp/dms-1" };
const own = {
  HOME: folders.home,
  TMPDIR: folders.temporary,
  CHECKPOINT_DISABLE: "1",
  GOGC: "off",
  GOMEMLIMIT: "512MiB",
};

describe("the environment of the suite", () => {
  test("has no variables that would tell a test's program of another cloud, state, proxy, trust, colour or language", () => {
    const machine = {
      ...{ TF_CLI_CONFIG_FILE: "/missing", TF_DATA_DIR: "", OS_CLOUD: "x", HW_REGION_NAME: "x", DMS_ENDPOINT: "x" },
      ...{ CDKTF_LOG_LEVEL: "x", AWS_PROFILE: "x", PGHOST: "x", PG_CONN_STR: "x", ALLOW_DELETION: "true" },
      ...{ HTTPS_PROXY: "x", http_proxy: "", NO_PROXY: "x", NODE_OPTIONS: "x", NODE_EXTRA_CA_CERTS: "x" },
      ...{ SSL_CERT_FILE: "x", CI: "true", FORCE_COLOR: "1", NO_COLOR: "", LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Tokyo" },
    };
    expect(suiteEnvironment(machine, folders)).toEqual({ ...own, TESTS_WAY_TO_REGISTRY: expect.any(String) as string });
  });

  test("keeps names of programs, settings of the suite, and unrelated variables", () => {
    const kept = {
      ...{ PATH: "/bin", TERRAFORM_BINARY_NAME: "tofu", CHROMIUM_BINARY: "/opt/chromium", CHAOS_SEED: "1" },
      DMS_TERRAFORMS: "/opt/tofu:/opt/terraform",
      ...{ CHAOS_TIMES: "2", JEST_WORKER_ID: "1", NODE_ENV: "test", npm_config_cache: "/cache", PAGER: "less" },
    };
    expect(suiteEnvironment({ ...kept, ABSENT: undefined }, folders)).toEqual({
      ...kept,
      ...own,
      TESTS_WAY_TO_REGISTRY: "{}",
    });
  });

  test("keeps the way to npm's registry aside for the tests that install packages, also when a run starts another", () => {
    const machine = {
      HOME: "/root",
      HTTPS_PROXY: "http://proxy.example",
      NODE_EXTRA_CA_CERTS: "/ca.pem",
      OS_PASSWORD: "p",
    };
    const once = suiteEnvironment(machine, folders);
    const way = { HOME: "/root", HTTPS_PROXY: "http://proxy.example", NODE_EXTRA_CA_CERTS: "/ca.pem" };
    expect(wayToRegistry(once)).toEqual(way);
    expect(wayToRegistry(suiteEnvironment(once, folders))).toEqual(way);
    expect(JSON.stringify(once)).not.toContain("OS_PASSWORD");
  });
});
