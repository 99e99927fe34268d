import { createHash } from "node:crypto";
import { zipPackage } from "../zip-package";

/** One executable and its platform. */
export interface Built {
  readonly version: string;
  /** The platform in Terraform's spelling. */
  readonly platform: string;
  /** Its name in the zip. */
  readonly name: string;
  readonly content: Uint8Array;
}

type Files = ReadonlyMap<string, Uint8Array>;

/** Marks a release folder whose executable has not run on its platform. */
export const untestedMark = "UNTESTED";

/** The manifest for a registry of providers, with the protocol. */
const manifest = { version: 1, metadata: { protocol_versions: ["6.0"] } };

/**
 * The files of a release for registries and mirrors, by name: the zip, the manifest, and the sums of both. The same executable gives the
 * same bytes.
 */
export async function releaseFiles({ version, platform, name, content }: Built): Promise<Files> {
  const prefix = `terraform-provider-dms_${version}`;
  const zip = await zipPackage(new Map([[name, content]]));
  const text = Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`);
  return withSums(
    new Map<string, Uint8Array>([
      [`${prefix}_${platform}.zip`, zip],
      [`${prefix}_manifest.json`, text],
    ]),
    version,
  );
}

/**
 * The files of one release, joined from the folders of several platforms, with the sums of all. Throws for a folder that is marked
 * untested, and if two folders have different files of the same name. Pure.
 */
export function joinedRelease(folders: readonly Files[], version: string): Files {
  const joined = new Map<string, Uint8Array>();
  for (const folder of folders) {
    if (folder.has(untestedMark)) {
      throw new Error(
        `A folder with ${[...folder.keys()].join(", ")} is marked ${untestedMark}: run the lane "executable" there first.`,
      );
    }
    for (const [name, content] of folder) {
      if (!/\.(zip|json)$/.test(name)) continue;
      const other = joined.get(name);
      if (other !== undefined && Buffer.compare(other, content) !== 0)
        throw new Error(`Two folders have another ${name}.`);
      joined.set(name, content);
    }
  }
  return withSums(joined, version);
}

/** Name of the file with the sums. */
export function sumsName(version: string): string {
  return `terraform-provider-dms_${version}_SHA256SUMS`;
}

function withSums(files: Files, version: string): Files {
  const lines = [...files].map(([name, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${name}\n`);
  return new Map([...files, [sumsName(version), Buffer.from(lines.join(""))]]);
}
