import { runInNewContext } from "node:vm";
import { nodeGuard } from "../../../scripts/node-guard";
import { oldestNode } from "../../../scripts/oldest-node";
import { joinParts } from "../../../scripts/lazy-parts";
import { engines } from "../../../package.json";

/** What the guard says to a node of this version, and how it ends. */
function judge(node: string): { readonly said: readonly string[]; readonly code: number | undefined } {
  const said: string[] = [];
  let code: number | undefined;
  const process = { versions: { node }, execPath: "/opt/node/bin/node", exit: (given: number) => (code = given) };
  runInNewContext(nodeGuard("dms-lifecycle"), { process, console: { error: (text: string) => said.push(text) } });
  return { said, code };
}

describe("the guard of the command line", () => {
  test.each(["12.22.12", "18.20.4", "20.9.9", "20.18.0"])("refuses Node.js %s in one line", (version) => {
    const said = [`dms-lifecycle needs Node.js >= 20.18.1, the node on PATH is v${version} (/opt/node/bin/node).`];
    expect(judge(version)).toEqual({ said, code: 2 });
  });

  test.each(["20.18.1", "20.19.0", "22.0.0", "26.1.0"])("lets Node.js %s pass", (version) => {
    expect(judge(version)).toEqual({ said: [], code: undefined });
  });

  test("demands the same version as package.json", () => {
    expect(engines.node).toBe(`>=${oldestNode}`);
  });

  test("keeps the program where an old Node.js does not read it", () => {
    const joined = joinParts(["a?.b /* modern */", "c ??= d"], "guard();");
    expect(joined.replace(/\/\*part[\s\S]*?\n\*\//g, "")).not.toMatch(/\?\.|\?\?=/);
    expect(joined.indexOf("guard();")).toBeLessThan(joined.indexOf("require="));
  });
});
