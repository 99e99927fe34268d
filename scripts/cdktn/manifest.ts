/** The parts of the other package's `package.json` that the package for cdktn takes. */
interface Manifest {
  readonly name: string;
  readonly keywords: readonly string[];
  readonly description: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly [entry: string]: unknown;
}

/** Versions of the CDK that the package for cdktn is made for. */
export const cdktnPeers = { cdktn: ">=0.24.0 <1.0.0", constructs: "^10.6.0" } as const;

/** Entries that concern the repository, not the installed package. */
const left = new Set(["files", "scripts", "devDependencies", "overrides"]);

/** The `package.json` of the package for cdktn, made from the other one's. Pure. */
export function cdktnManifest(text: string): string {
  const { name, description, keywords, dependencies, ...others } = JSON.parse(text) as Manifest;
  const kept = Object.entries(dependencies).filter(([dependency]) => !dependency.startsWith("@cdktf/"));
  const manifest = {
    name: name.replace(/^cdktf-/, "cdktn-"),
    description: description.replace("CDKTF constructs", "CDK Terrain constructs"),
    keywords: keywords.map((word) => (word === "cdktf" ? "cdktn" : word)),
    ...Object.fromEntries(Object.entries(others).filter(([entry]) => !left.has(entry))),
    files: ["dist"],
    dependencies: Object.fromEntries(kept),
    peerDependencies: cdktnPeers,
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
