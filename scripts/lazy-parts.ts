/**
 * One CommonJS file of several parts. The first is the program; the others stand below it in comments, which cost a tenth of
 * what code costs that Node.js has to compile, and are compiled when `require("part:N")` first asks for them. Terraform starts
 * the provider several times per command, often to ask for nothing but its schema.
 *
 * With a `guard`, which is code that every Node.js can read, the program stands in a comment too, and is compiled when the guard has
 * let it pass.
 */
export function joinParts(parts: readonly string[], guard?: string): string {
  if (guard !== undefined) {
    const comments = parts.map((code, index) => commented(code, index));
    return `"use strict";${guard}${loaderOf(fromComments)}\nrequire("part:0");\n${comments.join("")}`;
  }
  const [program = "", ...others] = parts;
  if (others.length === 0) return program;
  const comments = others.map((code, index) => commented(code, index + 1));
  return `"use strict";${loaderOf(fromComments)}\n${program}\n${comments.join("")}`;
}

function commented(code: string, index: number): string {
  return `/*${label(index)}\n${withoutCommentEnds(code)}\n*/\n`;
}

const label = (index: number | string): string => `part ${index}`;

/** Stands in the middle of what would end the comment. Not in any source: esbuild writes it as an escape. */
const wedge = "\u0001";

function withoutCommentEnds(code: string): string {
  if (code.includes(wedge)) throw new Error("a part contains the character that keeps comments from ending");
  return code.replaceAll("*/", `*${wedge}/`);
}

/**
 * The first part as the main script of an executable, whose assets the others are, each under the name by which it is asked for: an
 * executable is a file of 150 MB, and reading it for a part takes longer than all else.
 */
export function executableProgram([program = ""]: readonly string[]): string {
  return `"use strict";${loaderOf(fromAssets)}\n${program}`;
}

/** The other parts, by the names of those assets. */
export function executableAssets(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(parts.slice(1).map((code, index) => [`part:${index + 1}`, code]));
}

/* Both run at the user's place, and make the code of the part called `name`. */
const fromComments = `const text=original("node:fs").readFileSync(__filename,"latin1");
const start=text.indexOf("/*"+name.replace(":"," ")+"\\n");
const code=text.slice(text.indexOf("\\n",start)+1,text.indexOf("\\n*"+"/",start)).replaceAll("*\\u0001/","*"+"/");`;
const fromAssets = `const code=original("node:sea").getAsset(name,"latin1");`;

/** Runs at the user's place, before anything else: the `require` of every part. */
const loaderOf = (code: string): string => `require=(original=>{
const loaded=new Map();
const load=name=>{
const known=loaded.get(name);
if(known)return known.exports;
${code}
const part={exports:{}};
loaded.set(name,part);
original("node:vm").compileFunction(code,["exports","require","module","__filename","__dirname"],{filename:__filename+"#"+name})(part.exports,require,part,__filename,__dirname);
return part.exports;
};
return Object.assign(name=>name.startsWith("part:")?load(name):original(name),original);
})(require);`;
