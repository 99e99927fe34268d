import { createDmsPlugin } from "../../../lib/bin/dms-plugin";
import { providerAddress } from "../../../lib/constructs/provider-address";
import type { AttachProvider } from "../../../lib/testing/terraform-folder";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "./serve-reattach";

let commands = 0;

/**
 * The provider in the process of the tests: as new for each connection as a process of its own would be, with the environment
 * and the folder of the command it works for. What it logs is dropped.
 */
export const attachProvider: AttachProvider = ({ env, cwd }) => {
  const log = (): void => undefined;
  const host = { env, cwd, command: `attached-${++commands}` };
  const { json, close } = serveReattach({
    services: (closed) => {
      const { server, services } = createDmsPlugin(host, log);
      closed.addEventListener("abort", () => server.stop(), { once: true });
      return services;
    },
    protocolVersion: terraformPlugin.protocolVersion,
    name: providerAddress,
    log,
  });
  return { reattach: json, close };
};
