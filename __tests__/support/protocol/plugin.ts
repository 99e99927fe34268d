import { writeSync } from "node:fs";
import { createHclog } from "../../../lib/goplugin/log";
import { servePlugin } from "../../../lib/goplugin/serve-plugin";
import { createTfplugin6Services } from "../../../lib/tfplugin6/services";
import { terraformPlugin } from "../../../lib/tfplugin6/terraform-plugin";
import { createFakeServer } from "./fake-server";

// The fake provider as a process, as Terraform starts it. Tests bundle this file. An apply that waits writes a line with
// the word `waiting` to stderr.

const log = createHclog(
  (line) => writeSync(2, `${line}\n`),
  "probe",
  () => new Date(),
);
const server = createFakeServer({ onWaiting: () => log("info", "waiting") });

process.on("SIGINT", () => undefined);
void servePlugin({
  ...terraformPlugin,
  services: () => createTfplugin6Services(server),
  env: process.env,
  parentPid: () => process.ppid,
  writeLine: (line) => writeSync(1, `${line}\n`),
  log,
  onStop: () => server.stop(),
}).then((outcome) => {
  if (outcome.kind === "no-host") writeSync(2, `${outcome.message}\n`);
  process.exit(outcome.kind === "ended" ? 0 : 1);
});
