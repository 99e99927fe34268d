/**
 * The endpoint that a profile of an AWS configuration file names for S3: by its `services` section, else by its `endpoint_url`. `undefined`
 * without one. Pure.
 */
export function endpointIn(config: string, profile: string): string | undefined {
  const sections = sectionsOf(config);
  const own = sections.get(profile === "default" ? "default" : `profile ${profile}`);
  const services = own?.get("services");
  const ofService = services === undefined ? undefined : sections.get(`services ${services}`)?.get("s3.endpoint_url");
  return [ofService, own?.get("endpoint_url")].find((url) => url !== undefined && url !== "");
}

/** The values of each section by their names; a value of a group has the name of the group and a dot before its own. */
function sectionsOf(config: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let values = new Map<string, string>();
  let group = "";
  for (const line of config.split(/\r?\n/)) {
    const [, head] = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line) ?? [];
    const [, indent = "", name = "", value = ""] = /^(\s*)([\w.-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (head !== undefined) {
      const title = head.replace(/\s+/g, " ").replace(/"/g, "");
      values = sections.get(title) ?? new Map<string, string>();
      sections.set(title, values);
      group = "";
    } else if (name !== "") {
      if (indent === "") group = value === "" ? `${name}.` : "";
      values.set(`${indent === "" ? "" : group}${name}`, value);
    }
  }
  return sections;
}
