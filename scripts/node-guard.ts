import { oldestNode } from "./oldest-node";

/**
 * Code before a program that an older Node.js cannot even read, in the language of 2009, which every node reads. One line on stderr, exit
 * code 2: bad usage or configuration.
 */
export function nodeGuard(program: string): string {
  return `(function(){
var needed="${oldestNode}".split("."),has=process.versions.node.split("."),i=0;
while(i<3&&Number(has[i])===Number(needed[i]))i++;
if(i===3||Number(has[i])>Number(needed[i]))return;
console.error("${program} needs Node.js >= ${oldestNode}, the node on PATH is v"+process.versions.node+" ("+process.execPath+").");
process.exit(2);
})();`;
}
