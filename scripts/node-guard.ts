import { oldestNode } from "./oldest-node";

/** How a program ends that cannot run: one line on a file descriptor, and its exit code. */
interface Refusal {
  readonly descriptor: 1 | 2;
  readonly code: number;
}

/** On stderr; 2: bad usage or configuration. */
const commandLine: Refusal = { descriptor: 2, code: 2 };

/** Stands before a program that an older Node.js cannot even read. In the language of 2009: it has to be read by every node. */
export function nodeGuard(program: string, { descriptor, code }: Refusal = commandLine): string {
  return `(function(){
var needed="${oldestNode}".split("."),has=process.versions.node.split("."),i=0;
while(i<3&&Number(has[i])===Number(needed[i]))i++;
if(i===3||Number(has[i])>Number(needed[i]))return;
require("fs").writeSync(${descriptor},"${program} needs Node.js >= ${oldestNode}, the node on PATH is v"+process.versions.node+" ("+process.execPath+").\\n");
process.exit(${code});
})();`;
}
