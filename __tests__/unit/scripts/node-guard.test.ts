import { runInNewContext } from "node:vm";
import { nodeGuard } from "../../../scripts/node-guard";
import { oldestNode } from "../../../scripts/oldest-node";
import { joinParts } from "../../../scripts/lazy-parts";
import { engines } from "../../../package.json";

/** The output of a guard for a node of this version, and its exit. */
function judge(
  node: string,
  guard = nodeGuard("dms-lifecycle"),
): { readonly said: readonly (readonly [number, string])[]; readonly code: number | undefined } {
  const said: (readonly [number, string])[] = [];
  let code: number | undefined;
  const process = { versions: { node }, execPath: "/opt/node/bin/node", exit: (given: number) => (code = given) };
  const fs = { writeSync: (descriptor: number, text: string) => said.push([descriptor, text]) };
  runInNewContext(guard, { process, require: (name: string) => ({ fs })[name] });
  return { said, code };
}

describe("the guard of a program", () => {
  test.each(["12.22.12", "18.20.4", "20.9.9", "20.18.0"])("refuses Node.js %s in one line", (version) => {
    const text = `dms-lifecycle needs Node.js >= 20.18.1, the node on PATH is v${version} (/opt/node/bin/node).\n`;
    expect(judge(version)).toEqual({ said: [[2, text]], code: 2 });
  });

  test.each(["20.18.1", "20.19.0", "22.0.0", "26.1.0"])("lets Node.js %s pass", (version) => {
    expect(judge(version)).toEqual({ said: [], code: undefined });
  });

  test.each(["9.11.2", "18.20.4", "20.18.0"])("refuses Node.js %s on stdout where Terraform reads that", (version) => {
    const text = `The dms provider needs Node.js >= 20.18.1, the node on PATH is v${version} (/opt/node/bin/node).\n`;
    const guard = nodeGuard("The dms provider", { descriptor: 1, code: 1 });
    expect(judge(version, guard)).toEqual({ said: [[1, text]], code: 1 });
    expect(judge("22.0.0", guard)).toEqual({ said: [], code: undefined });
  });

  test("asks for what package.json asks for", () => {
    expect(engines.node).toBe(`>=${oldestNode}`);
  });

  test("keeps the program where an old Node.js does not read it", () => {
    const joined = joinParts(["a?.b /* modern */", "c ??= d"], "guard();");
    expect(joined.replace(/\/\*part[\s\S]*?\n\*\//g, "")).not.toMatch(/\?\.|\?\?=/);
    expect(joined.indexOf("guard();")).toBeLessThan(joined.indexOf("require="));
  });
});
