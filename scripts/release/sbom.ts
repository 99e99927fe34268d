interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/** The part of a CycloneDX document that is read here; the rest stays unchanged. */
export interface Sbom {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const development = "cdx:npm:package:development";

/**
 * The part of `npm sbom` that users get: dependencies, and development dependencies whose code is in our bundles. `notices` is
 * dist/THIRD_PARTY_NOTICES.txt, which names those. Throws if it names a package that is not listed.
 */
export function shippedSbom<Document extends Sbom>(whole: Document, notices: string): Document {
  const bundled = new Set(
    [...notices.matchAll(/^=+\n(\S+) (\S+) \(.*\)\n=+$/gm)].map(([, name, version]) => `${name!}@${version!}`),
  );
  const missing = [...bundled].filter((ref) => !whole.components.some((each) => each["bom-ref"] === ref));
  if (missing.length > 0) throw new Error(`The list of npm sbom lacks ${missing.join(", ")}.`);
  const components = whole.components
    .filter((each) => bundled.has(each["bom-ref"]) || !isDevelopment(each))
    .map((each) => ({ ...each, properties: (each.properties ?? []).filter(({ name }) => name !== development) }));
  const refs = new Set(components.map((each) => each["bom-ref"]));
  const root = whole.dependencies.filter(({ ref }) => !whole.components.some((each) => each["bom-ref"] === ref));
  const dependencies = [...root, ...whole.dependencies.filter(({ ref }) => refs.has(ref))].map((each) => ({
    ...each,
    dependsOn: (each.dependsOn ?? []).filter((ref) => refs.has(ref)),
  }));
  return { ...whole, components, dependencies };
}

function isDevelopment({ properties = [] }: Component): boolean {
  return properties.some(({ name, value }) => name === development && value === "true");
}
