import type { Environment } from "../../../../../lib/domain/environment";
import { complete, problems, resolved } from "../../../../support/client/resolved-config";

describe("clouds.yaml", () => {
  const clouds = [
    "clouds:",
    "  team:",
    "    region_name: eu-nl",
    "    verify: false",
    "    auth:",
    "      auth_url: https://iam.eu-nl.otc.t-systems.com:443/v3",
    "      username: anna",
    "      user_domain_name: OTC-1",
    "      project_name: eu-nl_team",
    "      password: 12345678",
  ].join("\n");

  test("an entry gives region, login, project and trust", async () => {
    const config = await resolved({ cloud: "team" }, {}, { "clouds.yaml": clouds });
    expect(config).toMatchObject({
      endpoint: "https://dms.eu-nl.otc.t-systems.com",
      authUrl: "https://iam.eu-nl.otc.t-systems.com/v3",
      project: { kind: "name", name: "eu-nl_team" },
      credentials: {
        kind: "password",
        user: { kind: "name", name: "anna" },
        password: "12345678",
        domain: { kind: "name", name: "OTC-1" },
      },
      insecure: true,
    });
  });

  test("secure.yaml completes it", async () => {
    const files = {
      "clouds.yaml": clouds,
      "/home/a/.config/openstack/secure.yaml": "clouds: {team: {auth: {password: s3cret-x}}}",
    };
    const { credentials } = await resolved({ cloud: "team" }, { HOME: "/home/a" }, files);
    expect(credentials).toMatchObject({ user: { name: "anna" }, password: "s3cret-x" });
  });

  test("is searched in the working directory, then at home, then in /etc; OS_CLIENT_CONFIG_FILE overrides all", async () => {
    const entry = (region: string): string =>
      `clouds: {team: {region_name: ${region}, auth: {token: t, project_id: p}}}`;
    const files: Record<string, string> = {
      "/etc/openstack/clouds.yml": entry("in-etc"),
      "/home/a/.config/openstack/clouds.yaml": entry("at-home"),
      "/x/my.json": JSON.stringify({
        clouds: { team: { region_name: "overriding", auth: { token: "t", project_id: "p" } } },
      }),
    };
    const endpointWith = async (environment: Environment): Promise<string> =>
      (await resolved({ cloud: "team" }, environment, files)).endpoint;
    expect(await endpointWith({ HOME: "/home/b" })).toContain("in-etc");
    expect(await endpointWith({ HOME: "/home/a" })).toContain("at-home");
    expect(await endpointWith({ HOME: "/home/a", OS_CLIENT_CONFIG_FILE: "/x/my.json" })).toContain("overriding");
    files["clouds.yaml"] = entry("here");
    expect(await endpointWith({ HOME: "/home/a" })).toContain("here");
  });

  test("an entry named by the attribute comes before the environment, one named by OS_CLOUD after it", async () => {
    const files = { "clouds.yaml": clouds };
    expect((await resolved({ cloud: "team" }, { OS_REGION_NAME: "eu-de" }, files)).endpoint).toContain("eu-nl");
    expect((await resolved({}, { OS_CLOUD: "team", OS_REGION_NAME: "eu-de" }, files)).endpoint).toContain("eu-de");
    expect((await resolved({ region: "eu-de", cloud: "team" }, {}, files)).endpoint).toContain("eu-de");
  });

  test("values are taken as written, also those that YAML would read as numbers", async () => {
    const auth = "auth_url: https://iam.example/v3, project_id: 12345678901234567890123456789012, user_id: 1e9";
    const entry = `clouds: {team: {region_name: eu-de, verify: no, auth: {${auth}, password: 007}}}`;
    const config = await resolved({ cloud: "team" }, {}, { "clouds.yaml": entry });
    expect(config).toMatchObject({
      project: { kind: "id", id: "12345678901234567890123456789012" },
      credentials: { user: { kind: "id", id: "1e9" }, password: "007" },
      insecure: true,
    });
  });

  test("merge keys are followed, one and many, and keys beside them take precedence", async () => {
    const text = [
      "base: &base",
      "  region_name: eu-nl",
      "  auth: &login {username: anna, user_domain_name: OTC-1, project_id: 007}",
      "unchecked: &unchecked {verify: false}",
      "clouds:",
      "  team:",
      "    <<: [*base, *unchecked]",
      "    auth:",
      "      <<: *login",
      "      password: 012345",
    ].join("\n");
    expect(await resolved({ cloud: "team" }, {}, { "clouds.yaml": text })).toMatchObject({
      endpoint: "https://dms.eu-nl.otc.t-systems.com",
      project: { kind: "id", id: "007" },
      credentials: { user: { name: "anna" }, password: "012345", domain: { name: "OTC-1" } },
      insecure: true,
    });
  });

  test.each([
    ["is empty", ""],
    ["has nothing but comments", "# passwords go here\n"],
    ["is another tool's", "vault_token: hunter22\n"],
    ["is another tool's list", "- hunter22\n"],
    ["has no clouds yet", "clouds:\n"],
  ])("a secure.yaml that %s is passed over, and the next one found is taken", async (_, text) => {
    const files = { "clouds.yaml": clouds, "secure.yml": text };
    expect((await resolved({ cloud: "team" }, {}, files)).credentials).toMatchObject({ password: "12345678" });
    const both = { ...files, "/etc/openstack/secure.yaml": "clouds: {team: {auth: {password: s3cret-x}}}" };
    expect((await resolved({ cloud: "team" }, {}, both)).credentials).toMatchObject({ password: "s3cret-x" });
  });

  test.each(["clouds: [unclosed\n  hunter22", "clouds: [hunter22]", "clouds: {a: *b}\npassword: hunter22"])(
    "a secure.yaml that is broken (%j) is a problem, without a line of it shown",
    async (text) => {
      const found = await problems({ cloud: "team" }, {}, { "clouds.yaml": clouds, "secure.yaml": text });
      expect(found.map(({ attributes }) => attributes)).toEqual([["cloud"]]);
      expect(found[0]?.message).toContain("secure.yaml");
      expect(found[0]?.message).not.toContain("hunter22");
    },
  );

  test("a cloud that is not found is the only problem: settings of its entry do not count as missing", async () => {
    const lookups = [
      problems({ cloud: "team" }),
      problems({ cloud: "other" }, {}, { "clouds.yaml": clouds }),
      problems({}, { OS_CLOUD: "other" }, { "clouds.yaml": clouds }),
      problems({ cloud: "other", userName: "anna" }, {}, { "clouds.yaml": clouds }),
      problems({ cloud: "other", region: "eu-de", userName: "anna" }, {}, { "clouds.yaml": clouds }),
    ];
    for (const found of await Promise.all(lookups)) {
      expect(found.map(({ attributes }) => attributes)).toEqual([["cloud"]]);
    }
  });

  test("beside a cloud that is not found, values that are not allowed are problems still", async () => {
    const explicit = { cloud: "team", region: "eu de", token: "a b", projectId: "..", maxRetries: -1 };
    expect((await problems(explicit)).map(({ attributes }) => attributes[0])).toEqual([
      "cloud",
      "region",
      "token",
      "project_id",
      "max_retries",
    ]);
  });

  test("keys may be in an entry", async () => {
    const files = { "clouds.yaml": "clouds: {team: {region_name: eu-de, auth: {ak: A, sk: S}}}" };
    expect((await resolved({ cloud: "team" }, {}, files)).credentials).toMatchObject({
      kind: "keys",
      accessKey: "A",
      secretKey: "S",
    });
  });

  test("a missing file and a missing entry are problems that list the existing ones", async () => {
    const [noFile] = await problems({ ...complete, cloud: "team" });
    expect(noFile?.attributes).toEqual(["cloud"]);
    expect(noFile?.message).toContain("/etc/openstack/clouds.yaml");
    const [noEntry] = await problems({ ...complete }, { OS_CLOUD: "other" }, { "clouds.yaml": clouds });
    expect(noEntry?.message).toContain('"other"');
    expect(noEntry?.message).toContain('"team"');
  });

  test.each([
    ["hunter22", "is a string; allowed is a map."],
    ["[hunter22]", "is a list; allowed is a map."],
    ["", "is empty; allowed is a map."],
    ["{auth: hunter22}", "has auth, which is a string; allowed is a map."],
    ["{auth: [hunter22]}", "has auth, which is a list; allowed is a map."],
    ["{auth: {password: [hunter22]}}", "has auth.password, which is a list; allowed is a string."],
    ["{auth: {username: {hunter22: 1}}}", "has auth.username, which is a map; allowed is a string."],
    ["{region_name: [hunter22]}", "has region_name, which is a list; allowed is a string."],
    ["{verify: maybe}", 'has verify, which is "maybe"; allowed are true and false.'],
    ["{verify: [true]}", "has verify, which is a list; allowed are true and false."],
  ])("an entry %s is refused by file, entry and key, with the allowed values", async (entry, objection) => {
    const [problem, ...others] = await problems({ cloud: "team" }, {}, { "clouds.yaml": `clouds: {team: ${entry}}` });
    expect(others).toEqual([]);
    expect(problem?.attributes).toEqual(["cloud"]);
    expect(problem?.message).toContain(`The cloud "team" of clouds.yaml ${objection}`);
    expect(problem?.message).not.toContain("hunter22");
    const files = { "clouds.yaml": clouds, "secure.yaml": `clouds: {team: ${entry}}` };
    const secured = await problems({ cloud: "team" }, {}, files);
    const expected =
      entry === "" ? [] : [expect.stringContaining(`The cloud "team" of secure.yaml ${objection}`) as unknown];
    expect(secured.map(({ message }) => message)).toEqual(expected);
  });

  test("fields with nothing after their colon are not set", async () => {
    const text = "clouds: {team: {region_name: eu-de, verify: , auth: {token: t, project_id: p, password: }}}";
    expect(await resolved({ cloud: "team" }, {}, { "clouds.yaml": text })).toMatchObject({ insecure: false });
  });

  test.each([
    "clouds: [unclosed\n  password: hunter22",
    "password: hunter22",
    "- hunter22",
    "a: *b\npassword: hunter22",
    "clouds: {team: {<<: hunter22}}",
    "clouds: [hunter22]",
  ])("%j is refused without showing a line of it", async (text) => {
    const [problem] = await problems({ ...complete, cloud: "team" }, {}, { "clouds.yaml": text });
    expect(problem?.attributes).toEqual(["cloud"]);
    expect(problem?.message).not.toContain("hunter22");
  });
});
