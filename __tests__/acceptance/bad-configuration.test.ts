import { lifecycle } from "../support/acceptance/hcl";
import { adopted, useRefusedApplies } from "../support/acceptance/refused-applies";
import { projectId, providerLines } from "../support/acceptance/workspace";

describe("a bad configuration of the provider", () => {
  const { workspace, refusal } = useRefusedApplies();
  const place = "endpoint (environment DMS_ENDPOINT); region (environment OS_REGION_NAME, OS_REGION, HW_REGION_NAME)";

  test.each([
    ["nothing at all", "", ["The address of the service is not known", place, "No project is set."]],
    ["no provider block", undefined, ["The address of the service is not known", place]],
    [
      "no project",
      'endpoint = "http://127.0.0.1:1"',
      ["project_id (environment OS_PROJECT_ID, OS_TENANT_ID, HW_PROJECT_ID)"],
    ],
    [
      "half a key",
      `${providerLines("http://127.0.0.1:1")}access_key = "AK"`,
      ["secret_key is missing, while access_key is set", "OS_SECRET_KEY"],
    ],
    [
      "no credentials for a cloud",
      `region = "eu-de"\n  project_id = "${projectId}"`,
      [
        "No credentials are set, and https://dms.eu-de.otc.t-systems.com is not on this machine.",
        "token (environment OS_TOKEN",
      ],
    ],
    [
      "what contradicts itself",
      providerLines("http://127.0.0.1:1", 'insecure = true\n  ca_file = "ca.pem"'),
      ["They contradict each other", "insecure (environment OS_INSECURE"],
    ],
    [
      "an invalid API version",
      providerLines("http://127.0.0.1:1", 'api_version = "v3"'),
      [`"v3" (from attribute api_version) is not allowed: it must be "v1.0" or "v2".`, "DMS_API_VERSION"],
    ],
    [
      "an endpoint that is no URL",
      providerLines("localhost"),
      [`"localhost" (from attribute endpoint) is not allowed`],
    ],
    ["an endpoint with a version", providerLines("http://127.0.0.1:1/v1.0"), ["it must end before the version"]],
    [
      "several at once",
      `endpoint = "http://127.0.0.1:1"\n  project_id = "a b"\n  request_timeout = "fast"\n  max_retries = 1000\n  poll_interval = "0s"`,
      [
        `"a b" (from attribute project_id) is not allowed`,
        `"fast" (from attribute request_timeout) is not allowed`,
        `"1000" (from attribute max_retries) is not allowed`,
        `"0s" (from attribute poll_interval) is not allowed`,
      ],
    ],
  ])("%s", async (what, lines, sentences) => {
    workspace().configure(lifecycle(adopted));
    workspace().configureProvider(lines);
    const shown = await refusal();
    expect(shown).toContain("Error: Invalid Provider Configuration");
    for (const sentence of sentences) expect(shown).toContain(sentence);
    if (lines === undefined) return;
    expect(shown.match(/Error: /g)).toHaveLength(1);
    // A block without any project is fine while each object tells its own.
    const place =
      what === "no project" ? /on main\.tf line \d+, in resource/ : /on provider\.tf line \d+, in provider "dms":/;
    expect(shown).toMatch(place);
  });

  test("a wrong project has none of the instances, and the error names the settings to check", async () => {
    workspace().configure(lifecycle(adopted));
    workspace().configureProvider(providerLines(workspace().url).replace(projectId, "another"));
    const shown = await refusal();
    expect(shown).toContain("It existed before and is gone now.");
    expect(shown).toContain("Check the id, the project and the region");
  });
});
