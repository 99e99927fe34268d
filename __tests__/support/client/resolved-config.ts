import type { Environment } from "../../../lib/domain/environment";
import {
  type ConfigResolution,
  resolveClientConfig,
  type ResolvedClientConfig,
} from "../../../lib/client/config/resolve-client-config";
import type { ConfigProblem } from "../../../lib/client/config/config-problem";
import type { ExplicitClientConfig } from "../../../lib/client/config/sources/settings";

/** Resolves a configuration with these files and no others. */
export const resolve = (
  explicit: ExplicitClientConfig,
  environment: Environment = {},
  files: Readonly<Record<string, string>> = {},
): Promise<ConfigResolution> =>
  resolveClientConfig(explicit, environment, {
    readFile: (path) => files[path],
    readFolder: (folder) => {
      const names = Object.keys(files).filter((path) => path.startsWith(`${folder}/`));
      return names.length === 0 ? undefined : names.map((path) => path.slice(folder.length + 1));
    },
  });

/** The configuration that comes of it. Throws when there are problems. */
export async function resolved(...given: Parameters<typeof resolve>): Promise<ResolvedClientConfig> {
  const resolution = await resolve(...given);
  if (resolution.kind === "problems") throw new Error(resolution.problems.map(({ message }) => message).join("\n"));
  return resolution.config;
}

/** The problems of a configuration; empty when it is valid. */
export async function problems(...given: Parameters<typeof resolve>): Promise<readonly ConfigProblem[]> {
  const resolution = await resolve(...given);
  return resolution.kind === "problems" ? resolution.problems : [];
}

/** All that must be given for a cloud. */
export const complete = { region: "eu-de", projectId: "p1", token: "tok-1" } as const;
/** All that must be given for an emulator. */
export const emulator = { endpoint: "http://127.0.0.1:8080", projectId: "p1" } as const;
