import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { currentPlatform } from "../../../lib/constructs/vendor/provider-mirror";
import type { TerraformFolder } from "../../../lib/testing/terraform/terraform-folder";
import { createFolder } from "../acceptance/terraform";

/** Address of the fake provider. */
export const probeSource = "probe.invalid/probe/probe";

/** A folder for configurations with the fake provider. */
export interface ProbeFolder extends TerraformFolder {
  write(configuration: string): void;
  /** Puts an `sh` launcher where init finds the fake provider. */
  installProbe(bundleFile: string): void;
}

export function createProbeFolder(): ProbeFolder {
  const terraformFolder = createFolder("terraform-", {});
  const { folder } = terraformFolder;
  return {
    ...terraformFolder,
    write: (configuration) => writeFileSync(join(folder, "main.tf"), configuration),
    installProbe: (bundleFile) => {
      const target = join(folder, "terraform.d", "plugins", probeSource, "0.0.1", currentPlatform());
      mkdirSync(target, { recursive: true });
      const launcher = join(target, "terraform-provider-probe");
      writeFileSync(launcher, `#!/bin/sh\nexec '${process.execPath}' '${bundleFile}'\n`);
      chmodSync(launcher, 0o755);
    },
  };
}
