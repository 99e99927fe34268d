import { plainHcl } from "./hcl-tokens";

/** Blocks of a CLI configuration that have a label. */
const labelled = ["credentials", "credentials_helper", "host"];

/** A CLI configuration in HCL: Terraform takes JSON too, with the same meaning. A text that is neither stays unchanged. Pure. */
export function asHcl(configuration: string): string {
  if (!plainHcl(configuration).trimStart().startsWith("{")) return configuration;
  try {
    const parsed: unknown = JSON.parse(plainHcl(configuration));
    return isMap(parsed) ? Object.entries(parsed).map(describeTop).join("") : configuration;
  } catch {
    // Terraform itself reports a file that breaks off.
    return configuration;
  }
}

type Entry = readonly [name: string, value: unknown];

function describeTop([name, value]: Entry): string {
  if (!labelled.includes(name)) return describe([name, value]);
  const labels = listOf(value).flatMap((each) => (isMap(each) ? Object.entries(each) : []));
  return labels
    .flatMap(([label, content]) => listOf(content).map((each) => block(`${name} ${quoted(label)}`, each)))
    .join("");
}

/** A map, or a list of maps, is a block or several of them. */
function describe([name, value]: Entry): string {
  const key = /^[a-z_][\w-]*$/i.test(name) ? name : quoted(name);
  const blocks = listOf(value).filter(isMap);
  return blocks.length > 0 ? blocks.map((each) => block(key, each)).join("") : `${key} = ${JSON.stringify(value)}\n`;
}

function block(head: string, content: unknown): string {
  return `${head} {\n${Object.entries(isMap(content) ? content : {})
    .map(describe)
    .join("")}}\n`;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
