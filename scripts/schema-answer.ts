import { createDmsPlugin } from "../lib/bin/dms-plugin";
import { bundle } from "./bundle";

type CreatePlugin = (...of: Parameters<typeof createDmsPlugin>) => Pick<ReturnType<typeof createDmsPlugin>, "services">;

/**
 * The provider's answer to GetProviderSchema, from its sources and from the bundle of the sources below `root`, which runs on the user's
 * machine. Rejects if the two differ.
 */
export async function schemaAnswer(root: string): Promise<Uint8Array> {
  const answer = await askForSchema(createDmsPlugin);
  const bundled = await askForSchema(await bundledPlugin(root));
  if (!Buffer.from(answer).equals(bundled))
    throw new Error("The bundled provider has another schema than its sources.");
  return answer;
}

async function bundledPlugin(root: string): Promise<CreatePlugin> {
  const { code } = await bundle("lib/bin/dms-plugin.ts", root, "");
  const made: { exports: Partial<{ createDmsPlugin: CreatePlugin }> } = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- our own code, on its way into our own package
  const run = new Function("module", "exports", "require", code) as (...of: unknown[]) => void;
  run(made, made.exports, require);
  if (made.exports.createDmsPlugin === undefined) throw new Error("The bundled provider exports no createDmsPlugin.");
  return made.exports.createDmsPlugin;
}

async function askForSchema(create: CreatePlugin): Promise<Uint8Array> {
  const { services } = create({ env: {}, cwd: "." }, () => undefined);
  const method = services.find(({ name }) => name === "tfplugin6.Provider")?.methods["GetProviderSchema"];
  if (method?.kind !== "unary") throw new Error("The provider has no method GetProviderSchema.");
  return method.handle(new Uint8Array());
}
