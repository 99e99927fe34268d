/**
 * One CommonJS file of several parts. The first is the program. The others follow in comments, which cost a tenth of compiled code, and are
 * compiled at the first `require("part:N")`. Terraform starts the provider several times per command, often only for its schema.
 *
 * With a `guard`, which is code that every Node.js can read, the program is in a comment too, and is compiled after the guard has passed.
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

/** A character in the middle of a text that would end the comment. Sources never contain it: esbuild writes it as an escape. */
const wedge = "\u0001";

function withoutCommentEnds(code: string): string {
  if (code.includes(wedge)) throw new Error("a part contains the character that keeps comments from ending");
  return code.replaceAll("*/", `*${wedge}/`);
}

/**
 * The first part as the main script of an executable. The other parts are its assets, each under its requested name: an executable is a
 * file of 150 MB, and reading it for a part would take too long.
 */
export function executableProgram([program = ""]: readonly string[]): string {
  return `"use strict";${loaderOf(fromAssets)}\n${program}`;
}

/** The other parts, by the names of those assets. */
export function executableAssets(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(parts.slice(1).map((code, index) => [`part:${index + 1}`, code]));
}

// Two programs that run on the user's machine and return the code of the part `name`.
const fromComments = `const text=original("node:fs").readFileSync(__filename,"latin1");
const start=text.indexOf("/*"+name.replace(":"," ")+"\\n");
const code=text.slice(text.indexOf("\\n",start)+1,text.indexOf("\\n*"+"/",start)).replaceAll("*\\u0001/","*"+"/");`;
const fromAssets = `const code=original("node:sea").getAsset(name,"latin1");`;

/** The `require` of every part, which runs first on the user's machine. */
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
