import { createDmsPlugin } from "../../../lib/bin/dms-plugin";
import { providerAddress } from "../../../lib/constructs/provider-address";
import type { ProviderServer } from "../../../lib/framework/server";
import type { AttachProvider } from "../../../lib/testing/terraform/terraform-folder";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "../provider/serve-reattach";

/** The provider as it would be without actions. */
export const attachWithoutActions: AttachProvider = (host) => {
  const log = (): void => undefined;
  const { json, close } = serveReattach({
    services: ({ closed }) => {
      const { server } = createDmsPlugin(host, log);
      closed.addEventListener("abort", () => server.stop(), { once: true });
      const schemas = { ...server.schemas(), actions: {} };
      return createTfplugin6Services(Object.create(server, { schemas: { value: () => schemas } }) as ProviderServer);
    },
    protocolVersion: terraformPlugin.protocolVersion,
    name: providerAddress,
    log,
  });
  return { reattach: json, close };
};
