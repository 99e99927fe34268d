import { createDmsPlugin } from "../../../lib/bin/dms-plugin";
import type { Host } from "../../../lib/bin/host";
import { providerAddress } from "../../../lib/constructs/provider-address";
import type { Log } from "../../../lib/framework/resource";
import type { AttachedProvider, AttachProvider } from "../../../lib/testing/terraform/terraform-folder";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "./serve-reattach";

/**
 * The provider in the process of the tests: as new for each connection as a process of its own would be, with the environment
 * and the folder of the command it works for.
 */
export const attachProvider = attachLogging(() => undefined);

/** The same, with its log. */
export function attachLogging(log: Log): AttachProvider {
  return ({ env, cwd }) => attach({ env, cwd }, log);
}

function attach(host: Host, log: Log): AttachedProvider {
  const { json, close } = serveReattach({
    services: ({ closed }) => {
      const { server, services } = createDmsPlugin(host, log);
      closed.addEventListener("abort", () => server.stop(), { once: true });
      return services;
    },
    protocolVersion: terraformPlugin.protocolVersion,
    name: providerAddress,
    log,
  });
  return { reattach: json, close };
}
