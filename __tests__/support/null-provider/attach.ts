import { createProviderServer } from "../../../lib/framework/provider-server";
import type { AttachProvider } from "../../../lib/testing/terraform/terraform-folder";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "../provider/serve-reattach";
import { nullProviderAddresses } from "./addresses";
import { nullProvider } from "./provider";

/** The stand-in of hashicorp/null in the process of the tests. */
export const attachNullProvider: AttachProvider = () => {
  const log = (): void => undefined;
  const [address, ...others] = nullProviderAddresses;
  const { json, close } = serveReattach({
    services: () => createTfplugin6Services(createProviderServer(nullProvider, { log })),
    protocolVersion: terraformPlugin.protocolVersion,
    name: address,
    log,
  });
  const { [address]: attached } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  const everywhere = [address, ...others].map((each) => [each, attached] as const);
  return { reattach: JSON.stringify(Object.fromEntries(everywhere)), close };
};
