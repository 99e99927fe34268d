import { dialectOf } from "../../lib/client/calls/dialect";
import type { Engine } from "../../lib/domain/instance";
import { renderTable } from "./markdown-table";
import type { ApiVersion } from "../../lib/client/client-config";

const engines: readonly { readonly engine: Engine; readonly title: string }[] = [
  { engine: "kafka", title: "Kafka" },
  { engine: "rabbitmq", title: "RabbitMQ" },
  { engine: "rocketmq", title: "RocketMQ" },
];
const versions: readonly ApiVersion[] = ["v1.0", "v2"];

/** The actions for each engine in each API version, from the client's own dialects. Pure. */
export function renderCapabilities(): string {
  const dialects = versions.map(dialectOf);
  return renderTable(
    ["", ...versions.map((version) => `\`${version}\``)],
    [
      ["restart", ...dialects.map((dialect) => enginesThat(({ engine }) => dialect.supports("restart", engine)))],
      ["delete", ...dialects.map((dialect) => enginesThat(({ engine }) => dialect.supports("delete", engine)))],
      [
        "purge of failed creations",
        ...dialects.map((dialect) => enginesThat(({ engine }) => dialect.purgeBody(engine) !== undefined)),
      ],
      ["`force_delete`", ...dialects.map(({ supportsForceDelete }) => (supportsForceDelete ? "yes" : "no"))],
    ],
  );
}

function enginesThat(can: (engine: (typeof engines)[number]) => boolean): string {
  return engines
    .filter(can)
    .map(({ title }) => title)
    .join(", ");
}
