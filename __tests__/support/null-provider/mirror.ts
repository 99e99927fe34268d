import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { currentPlatform } from "../../../lib/constructs/vendor/provider-mirror";
import { bundle } from "../../../scripts/bundle";
import { launcherHead } from "../../../scripts/launcher-head";
import { nullProviderAddresses } from "./addresses";

/** The version that `@cdktf/provider-null` asks for. */
export const nullProviderVersion = "3.2.4";

/** Puts the stand-in of hashicorp/null into the filesystem mirror `directory`, under the addresses of the real one. */
export async function addNullProvider(directory: string): Promise<void> {
  const { code } = await bundle(
    "__tests__/support/null-provider/program.ts",
    resolve(__dirname, "../../.."),
    launcherHead,
  );
  for (const address of nullProviderAddresses) {
    const folder = join(directory, address, nullProviderVersion, currentPlatform());
    mkdirSync(folder, { recursive: true });
    // Without the ending, Node.js would take it for an ES module below a package.json of that type.
    writeFileSync(join(folder, `terraform-provider-null_v${nullProviderVersion}.cjs`), code, { mode: 0o755 });
  }
}
