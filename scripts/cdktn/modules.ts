import { posix } from "node:path";
import ts from "typescript";

/** Folder of the null provider's classes in the package for cdktn, beside the module that exports them. */
export const nullProviderFolder = "dist/lib/constructs/null-provider-classes";

/** Parts of `@cdktf/provider-null` that are taken over, with the classes in them. */
export const nullProviderParts = ["provider", "resource"] as const;

const ofCdktf =
  /(\brequire\(|\bimport\(|\bfrom )(["'])(?:cdktf|@cdktf\/provider-null\/lib\/(provider|resource))\2(?=\)|;|\s)/g;

/**
 * Compiled JavaScript or declarations with `cdktn` instead of `cdktf`, and its own classes instead of those of `@cdktf/provider-null`.
 * `path` is its path in the package. Throws if it still imports other modules than the package's own files, Node.js, and those in
 * `allowed`. Pure.
 */
export function forCdktn(code: string, path: string, allowed: readonly string[]): string {
  const own = posix.relative(posix.dirname(path), nullProviderFolder);
  const rewritten = code
    .replace(ofCdktf, (_, before: string, quote: string, part: string | undefined) => {
      const module = part === undefined ? "cdktn" : `${own.startsWith(".") ? "" : "./"}${own}/${part}`;
      return `${before}${quote}${module}${quote}`;
    })
    .replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
  const foreign = importsOf(rewritten).filter((name) => !allowed.includes(name) && !/^(\.|node:)/.test(name));
  if (foreign.length > 0) throw new Error(`${path} would import ${foreign.join(", ")} in the package for cdktn.`);
  return rewritten;
}

function importsOf(code: string): readonly string[] {
  return ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
}
