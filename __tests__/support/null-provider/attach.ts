import { createProviderServer } from "../../../lib/framework/provider-server";
import type { AttachProvider } from "../../../lib/testing/terraform-folder";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "../provider/serve-reattach";
import { nullProvider } from "./provider";

/** The stand-in of hashicorp/null in the process of the tests. */
export const attachNullProvider: AttachProvider = () => {
  const log = (): void => undefined;
  const { json, close } = serveReattach({
    services: () => createTfplugin6Services(createProviderServer(nullProvider, { log })),
    protocolVersion: terraformPlugin.protocolVersion,
    name: "registry.terraform.io/hashicorp/null",
    log,
  });
  return { reattach: json, close };
};
