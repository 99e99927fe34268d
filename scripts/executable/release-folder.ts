import { createHash } from "node:crypto";
import { zipPackage } from "../zip-package";

/** One executable, and whom it is for. */
export interface Built {
  readonly version: string;
  /** As Terraform spells it. */
  readonly platform: string;
  /** What it is called in its zip. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** What a registry of providers says about the protocol. */
const manifest = { version: 1, metadata: { protocol_versions: ["6.0"] } };

/**
 * The files of a release as registries and mirrors take them, by name: the zip, the manifest, and the sums of both. The same bytes for
 * the same executable.
 */
export async function releaseFiles({ version, platform, name, content }: Built): Promise<ReadonlyMap<string, Buffer>> {
  const prefix = `terraform-provider-dms_${version}`;
  const files = new Map([
    [`${prefix}_${platform}.zip`, await zipPackage(new Map([[name, content]]))],
    [`${prefix}_manifest.json`, Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`)],
  ]);
  const sums = [...files].map(([file, bytes]) => `${createHash("sha256").update(bytes).digest("hex")}  ${file}\n`);
  return files.set(`${prefix}_SHA256SUMS`, Buffer.from(sums.join("")));
}
