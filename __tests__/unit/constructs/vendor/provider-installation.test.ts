import {
  isAskedFor,
  namesHostOf,
  providerInstallationIn,
  withOwnMethod,
} from "../../../../lib/constructs/vendor/provider-installation";

const address = "npm.invalid/cdktf-dms-lifecycle/dms";

const company = `plugin_cache_dir = "/cache" # kept
credentials "registry.example.com" {
  token = "secret"
}
provider_installation {
  dev_overrides {
    "hashicorp/null" = "/home/me/null"
  }
  network_mirror {
    url     = "https://mirror.example.com/providers/"
    include = [
      "registry.terraform.io/*/*",
      "*/*/*", # everything
    ]
  }
  filesystem_mirror { path = "/usr/share/providers" }
  direct {
    exclude = ["example.com/*/*"]
  }
}
`;

describe("a provider_installation", () => {
  test("is read with its methods in order, in whatever way it is written", () => {
    expect(providerInstallationIn(company)).toEqual({
      methods: [
        { kind: "network_mirror", path: undefined, include: ["registry.terraform.io/*/*", "*/*/*"], exclude: [] },
        { kind: "filesystem_mirror", path: "/usr/share/providers", include: [], exclude: [] },
        { kind: "direct", path: undefined, include: [], exclude: ["example.com/*/*"] },
      ],
    });
  });

  test.each([
    ["none", "disable_checkpoint = true\n", undefined],
    ["an empty one", "provider_installation {}", { methods: [] }],
    [
      "one written with an equals sign",
      'provider_installation = {\r\n  direct = {\r\n    include = ["a/b"]\r\n  }\r\n}\r\n',
      { methods: [{ kind: "direct", path: undefined, include: ["a/b"], exclude: [] }] },
    ],
    ["one in a comment", "# provider_installation { direct {} }\n", undefined],
  ])("is read from a file with %s", (_what, text, expected) => {
    expect(providerInstallationIn(text)).toEqual(expected);
  });

  test("that breaks off is refused without a quotation of its text", () => {
    expect(() => providerInstallationIn('credentials "a" {\n  token = "secr')).toThrow(/^it breaks off/);
  });
});

describe("a method", () => {
  const method = (include: readonly string[], exclude: readonly string[] = []) => ({
    kind: "direct",
    path: undefined,
    include,
    exclude,
  });

  test.each([
    [[], [], true],
    [["*/*/*"], [], true],
    [["npm.invalid/*/*"], [], true],
    [["NPM.invalid/cdktf-dms-lifecycle/dms"], [], true],
    [["*/*"], [], false],
    [["hashicorp/*"], [], false],
    [[], ["npm.invalid/*/*"], false],
    [["npm.invalid/*/*"], [address], false],
  ])("with include %j and exclude %j is asked for the provider: %p", (include, exclude, expected) => {
    expect(isAskedFor(method(include, exclude), address)).toBe(expected);
  });

  test("names the provider's host, or stands for every host", () => {
    expect(["npm.invalid/*/*", "*/*/*", "*/*"].map((pattern) => namesHostOf(pattern, address))).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("a CLI configuration with a method of our own", () => {
  const merged = withOwnMethod(company, address, "terraform.d/plugins");

  test("asks it first, and no other method, for the provider", () => {
    const methods = providerInstallationIn(merged)!.methods;
    expect(methods[0]).toEqual({
      kind: "filesystem_mirror",
      path: "terraform.d/plugins",
      include: [address],
      exclude: [],
    });
    expect(methods.map((method) => isAskedFor(method, address))).toEqual([true, false, false, false]);
    expect(methods[3]).toMatchObject({ kind: "direct", exclude: [address, "example.com/*/*"] });
  });

  test("keeps all else as it stands", () => {
    const before = company.slice(0, company.indexOf("provider_installation"));
    expect(merged.startsWith(before)).toBe(true);
    expect(withOwnMethod(before, address, "x")).toBe(before);
    const strangers = ["registry.terraform.io/hashicorp/null", "example.com/a/b"];
    const asked = (text: string) =>
      providerInstallationIn(text)!.methods.map((method) => strangers.map((each) => isAskedFor(method, each)));
    expect(asked(merged).slice(1)).toEqual(asked(company));
  });
});
