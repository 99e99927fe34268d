import { BlockNesting, GetProviderSchema } from "../../../../lib/tfplugin6/messages/messages";
import { schemaMessage } from "../../../../lib/tfplugin6/messages/schema-message";
import { providerSchema } from "../../../../lib/provider/schemas/provider";

test("an attribute that is written with braces is announced as a block, with its attributes, and every other as an attribute", () => {
  const { block } = schemaMessage(providerSchema);
  const blocks = block.block_types ?? [];
  expect(blocks.map(({ type_name, nesting }) => [type_name, nesting])).toEqual([
    ["assume_role", BlockNesting.SINGLE],
    ["oidc", BlockNesting.SINGLE],
  ]);
  expect(blocks[0]?.block?.attributes?.map(({ name }) => name)).toEqual([
    "agency_name",
    "domain_name",
    "delegated_project",
  ]);
  const names = block.attributes?.map(({ name }) => name);
  expect(names).toContain("endpoint");
  expect(names).not.toContain("oidc");
});

test("a block survives the way over the wire", () => {
  const message = { provider: schemaMessage(providerSchema) };
  const read = GetProviderSchema.Response.decode(GetProviderSchema.Response.encode(message));
  expect(read.provider?.block?.block_types?.map(({ type_name }) => type_name)).toEqual(["assume_role", "oidc"]);
});
