import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { loadProviderPackage } from "../lib/constructs/vendor/provider-package";
import { createServerCertificate } from "../lib/goplugin/tls/certificate";
import { terraformPlugin } from "../lib/tfplugin6/terraform-plugin";
import { quietEnvironment } from "../lib/testing/environment";
import { compare, type Comparison, type Turns } from "./compared";
import { timeCommand } from "./timed-command";

/**
 * Time from the spawn of the provider, done like Terraform, to its handshake line; compared to a Node.js without a program.
 * @param folder for the provider's sockets, which it leaves there because it is killed
 */
export function measureStartUp(turns: Turns, folder: string): Promise<Comparison> {
  const { executableFile } = loadProviderPackage();
  const { cookie, protocolVersion } = terraformPlugin;
  const host = {
    [cookie.name]: cookie.value,
    PLUGIN_PROTOCOL_VERSIONS: String(protocolVersion),
    PLUGIN_UNIX_SOCKET_DIR: folder,
    PLUGIN_CLIENT_CERT: createServerCertificate(new Date()).certificatePem,
  };
  return compare(
    "provider: spawn to handshake",
    turns,
    async () => ({ ms: await timeToFirstLine(executableFile, quietEnvironment(host)) }),
    async () => ({ ms: await timeCommand(process.execPath, ["-e", "0"], { cwd: tmpdir(), env: quietEnvironment() }) }),
  );
}

function timeToFirstLine(file: string, env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(file, { env, stdio: ["ignore", "pipe", "ignore"] });
    let tookMs: number | undefined;
    let line = "";
    child.stdout.on("data", (part: Buffer) => {
      line += part.toString();
      if (!line.includes("\n") || tookMs !== undefined) return;
      tookMs = performance.now() - startedMs;
      child.kill("SIGKILL"); // On SIGTERM it would wait for its host to take its answers.
    });
    child.once("error", reject);
    child.once("close", () => {
      if (tookMs !== undefined && line.startsWith("1|6|")) resolve(tookMs);
      else reject(new Error(`the provider did not begin with a handshake line, but with ${JSON.stringify(line)}`));
    });
  });
}
