import { lifecycle, seedOf, triggered } from "../support/acceptance/hcl";
import { createWorkspace, type Workspace } from "../support/acceptance/workspace";
import { attachProvider } from "../support/provider/attach-provider";
import { hasActions, programOnPath, programsUnderTest } from "../support/versions/programs";
import { createDmsPlugin } from "../../lib/bin/dms-plugin";
import { providerAddress } from "../../lib/constructs/provider-address";
import type { ProviderServer } from "../../lib/framework/server";
import type { AttachProvider } from "../../lib/testing/terraform/terraform-folder";
import { createTfplugin6Services } from "../../lib/tfplugin6/services";
import { terraformPlugin } from "../../lib/tfplugin6/terraform-plugin";
import { serveReattach } from "../support/provider/serve-reattach";

/** The provider as it would be without actions. */
const attachWithoutActions: AttachProvider = (host) => {
  const log = (): void => undefined;
  const { json, close } = serveReattach({
    services: ({ closed }) => {
      const { server } = createDmsPlugin(host, log);
      closed.addEventListener("abort", () => server.stop(), { once: true });
      const schemas = { ...server.schemas(), actions: {} };
      return createTfplugin6Services(Object.create(server, { schemas: { value: () => schemas } }) as ProviderServer);
    },
    protocolVersion: terraformPlugin.protocolVersion,
    name: providerAddress,
    log,
  });
  return { reattach: json, close };
};

const programs = [programOnPath(), ...programsUnderTest(["1.9.8", "1.15.5"])];

/** A provider cannot know the program that asks for its schema: each Terraform gets the actions, and those without the word skip it. */
describe.each(programs.map((each) => [each.title, each] as const))("action schemas on %s", (_, program) => {
  let path: string;
  beforeAll(async () => {
    path = await program.program();
  }, 300_000);

  const opened: Workspace[] = [];
  afterEach(async () => {
    for (const workspace of opened.splice(0)) await workspace.dispose();
  });

  /** The output of `providers schema -json` and of a plan, with one provider. */
  const printed = async (
    attach: typeof attachProvider,
  ): Promise<{ readonly schema: Schemas; readonly plan: string }> => {
    const names = ["audit", "orders"];
    const hcl = lifecycle(triggered(names, "1"), "restart_on_create = true");
    const workspace = await createWorkspace({ hcl, emulator: { seed: seedOf(names) }, attach, program: path });
    opened.push(workspace);
    const schema = await workspace.terraform(["providers", "schema", "-json"]);
    const plan = await workspace.terraform(["plan", "-no-color", "-input=false"]);
    expect([schema.code, plan.code]).toEqual([0, 0]);
    return { schema: JSON.parse(schema.stdout) as Schemas, plan: plan.output };
  };

  test("plans are equal with and without them, and so is all else of the schema", async () => {
    const [full, bare] = [await printed(attachProvider), await printed(attachWithoutActions)];
    expect(full.plan).toBe(bare.plan);
    expect(full.plan).toContain("restart_on_create is true");
    const [[address, known] = ["", {}]] = Object.entries(full.schema.provider_schemas);
    const { action_schemas: actions, ...others } = known;
    expect({ ...full.schema, provider_schemas: { [address]: others } }).toEqual(bare.schema);
    expect(Object.keys(actions ?? {}).sort()).toEqual(
      hasActions(program) ? ["dms_delete_instances", "dms_purge_failed_instances", "dms_restart_instances"] : [],
    );
  });
});

interface Schemas {
  readonly provider_schemas: Readonly<Record<string, { readonly action_schemas?: object }>>;
}
