import { describeExport, type Described } from "./api/describe";
import type { Library } from "./api/library";
import { findTypes } from "./api/related-types";
import { firstSentence, renderSubject, renderType } from "./api/render";
import { renderTable } from "./markdown-table";
import type { Page } from "./pages";
import { renderWarnings } from "./warning-table";

/** The pages about constructs, and their subjects. A type is described on the first page that uses it. */
const subjects: readonly { readonly file: string; readonly names: readonly string[] }[] = [
  { file: "dms-provider", names: ["DmsProvider"] },
  { file: "instance-lifecycle", names: ["InstanceLifecycle"] },
  { file: "failed-instance-purge", names: ["FailedInstancePurge"] },
  { file: "portable-batch-action", names: ["PortableBatchAction"] },
  { file: "null-provider", names: ["NullProvider", "NullResource"] },
  { file: "restart-trigger", names: ["RestartTrigger"] },
  { file: "forbid-deletions", names: ["ForbidDeletions"] },
  { file: "acknowledge-warning", names: ["acknowledgeWarning"] },
  { file: "backend-from-environment", names: ["backendFromEnvironment"] },
  {
    file: "data-sources-and-resources",
    names: ["DataDmsInstances", "DataDmsInstance", "DmsInstanceLifecycle", "DmsFailedInstancePurge"],
  },
];

interface Topic {
  readonly file: string;
  readonly described: readonly Described[];
  readonly types: readonly Described[];
}

/** A page for each construct and a list of them, from the comments and types of the exports. */
export function constructPages(library: Library): readonly Page[] {
  const topics = readTopics(library);
  const places = new Map(
    topics.flatMap(({ file, described, types }) => [
      ...described.map(({ name }) => [name, `${file}.md`] as const),
      ...types.map(({ name }) => [name, `${file}.md#${name.toLowerCase()}`] as const),
    ]),
  );
  return [contents(topics), ...topics.map((topic) => page(topic, library, places))];
}

function readTopics(library: Library): readonly Topic[] {
  const taken = new Set(subjects.flatMap(({ names }) => names));
  return subjects.map(({ file, names }) => {
    const described = names.map((name) => describeExport(library, name));
    const types = findTypes(library, described, taken);
    for (const { name } of types) taken.add(name);
    return { file, described, types };
  });
}

function contents(topics: readonly Topic[]): Page {
  const rows = topics.flatMap(({ file, described }) =>
    described.map(({ name, text }) => [`[${name}](${file}.md)`, firstSentence(text)]),
  );
  const fillings = { constructs: () => renderTable(["Name", "What it is"], rows) };
  return { path: "constructs/README.md", head: "", fillings };
}

function page({ file, described, types }: Topic, library: Library, places: ReadonlyMap<string, string>): Page {
  // A link from a page to itself is its anchor alone.
  const findLink = (name: string): string | undefined => {
    const place = places.get(name)?.replace(`${file}.md`, "");
    return place === "" ? undefined : place;
  };
  const only = (name: string): Described => {
    const found = described.find((each) => each.name === name);
    if (found === undefined) throw new Error(`The page ${file}.md is not about ${name}.`);
    return found;
  };
  const [first] = described;
  const fillings = {
    description: () => first?.text ?? "",
    descriptionOf: (name: string) => only(name).text,
    reference: () =>
      [
        ...(first === undefined ? [] : [renderSubject(first, findLink)]),
        ...types.map((each) => renderType(each, findLink)),
      ].join("\n\n"),
    referenceOf: (name: string) => renderSubject(withProviderLinks(only(name)), findLink),
    warnings: () => renderWarnings(library),
  };
  return { path: `constructs/${file}.md`, head: "", fillings };
}

/**
 * A description with links to the provider's pages. The comments of a generated class come from the provider's schema, whose anchors are
 * those of the provider's page.
 */
function withProviderLinks(described: Described): Described {
  const [, data = "", name = ""] = /^(Data)?Dms(\w+)$/.exec(described.name) ?? [];
  const file = name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toLowerCase();
  const page = `../${data === "" ? "resources" : "data-sources"}/${file}.md`;
  const linked = <T extends { readonly text: string }>(each: T): T => {
    return { ...each, text: each.text.replaceAll("](#", `](${page}#`) };
  };
  return { ...described, props: described.props.map(linked), members: described.members.map(linked) };
}
