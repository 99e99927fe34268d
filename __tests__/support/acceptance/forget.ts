import { requireTerraform } from "./terraform";
import type { Workspace } from "./workspace";

/**
 * Has Terraform forget an object without destroying it. Returns the text that the next configuration needs for that: a `removed` block,
 * which Terraform has since 1.7. Before 1.7 the text is empty, and the object has left the state already.
 */
export async function forget(workspace: Workspace, address: string): Promise<string> {
  if (hasRemovedBlocks()) return `removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}\n`;
  const { code, output } = await workspace.terraform(["state", "rm", address]);
  if (code !== 0) throw new Error(`terraform state rm failed:\n${output}`);
  return "";
}

function hasRemovedBlocks(): boolean {
  const [major = 0, minor = 0] = requireTerraform().split(".").map(Number);
  return major > 1 || minor >= 7;
}
