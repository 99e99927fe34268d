import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { schemaAnswer } from "../../../scripts/schema-answer";

const root = resolve(__dirname, "../../..");

describe("the schema's answer that the build puts into the provider", () => {
  let other: string;
  beforeEach(() => (other = mkdtempSync(join(tmpdir(), "schema-"))));
  afterEach(() => rmSync(other, { recursive: true, force: true }));

  const writePlugin = (text: string): void => {
    mkdirSync(join(other, "lib/bin"), { recursive: true });
    writeFileSync(join(other, "lib/bin/dms-plugin.ts"), text);
  };

  test("is the same each time", async () => {
    expect(Buffer.from(await schemaAnswer(root)).equals(await schemaAnswer(root))).toBe(true);
  });

  test("does not exist if the bundled provider would give another one", async () => {
    const methods = "{ GetProviderSchema: { kind: 'unary', handle: async () => Uint8Array.of(1) } }";
    writePlugin(
      `export const createDmsPlugin = () => ({ services: [{ name: "tfplugin6.Provider", methods: ${methods} }] });`,
    );
    await expect(schemaAnswer(other)).rejects.toThrow("The bundled provider has another schema than its sources.");
  });

  test("does not exist without a provider to ask", async () => {
    writePlugin("export const createDmsPlugin = () => ({ services: [] });");
    await expect(schemaAnswer(other)).rejects.toThrow("no method GetProviderSchema");
  });
});
