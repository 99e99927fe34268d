import { createDmsPlugin } from "../../../lib/bin/dms-plugin";
import type { Host } from "../../../lib/bin/memory/record-places";
import { realClock } from "../../../lib/bin/real-clock";
import { providerAddress } from "../../../lib/constructs/provider-address";
import type { Log } from "../../../lib/framework/resource";
import type { Clock } from "../../../lib/rollout/ports";
import type { AttachedProvider, AttachProvider } from "../../../lib/testing/terraform/terraform-folder";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "./serve-reattach";

interface Attaching {
  /** @default dropped */
  readonly log?: Log;
  /** @default the machine's */
  readonly clock?: Clock;
}

/**
 * The provider in the process of the tests: as new for each connection as a process of its own would be, with the environment
 * and the folder of the command it works for.
 */
export const attachProvider = attachWith({});

/** The same, with its log and its clock. */
export function attachWith({ log = () => undefined, clock = realClock }: Attaching): AttachProvider {
  return ({ env, cwd }) => attach({ env, cwd }, log, clock);
}

function attach(host: Host, log: Log, clock: Clock): AttachedProvider {
  const { json, close } = serveReattach({
    services: ({ closed }) => {
      const { server, services } = createDmsPlugin(host, log, clock);
      closed.addEventListener("abort", () => server.stop(), { once: true });
      return services;
    },
    protocolVersion: terraformPlugin.protocolVersion,
    name: providerAddress,
    log,
  });
  return { reattach: json, close };
}
