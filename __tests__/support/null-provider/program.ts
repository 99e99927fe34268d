import { writeSync } from "node:fs";
import { createProviderServer } from "../../../lib/framework/provider-server";
import { createHclog } from "../../../lib/goplugin/log";
import { servePlugin } from "../../../lib/goplugin/serve-plugin";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { nullProvider } from "./provider";

// The stand-in as a process. Tests bundle this file.

const log = createHclog(
  (line) => writeSync(2, `${line}\n`),
  "null",
  () => new Date(),
);
const server = createProviderServer(nullProvider, { log });

process.on("SIGINT", () => undefined);
void servePlugin({
  ...terraformPlugin,
  services: () => Promise.resolve(createTfplugin6Services(server)),
  env: process.env,
  parentPid: () => process.ppid,
  writeLine: (line) => writeSync(1, `${line}\n`),
  log,
  onStop: () => server.stop(),
}).then((outcome) => process.exit(outcome.kind === "ended" ? 0 : 1));
