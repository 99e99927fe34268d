/**
 * A Markdown text whose quotations are up to date. `<!-- quote FILE -->` precedes a code block, which is replaced by the present content of
 * the file. Throws if a mark has no code block after it. Pure except for `read`.
 */
export function withQuotations(text: string, read: (path: string) => string): string {
  return text.replace(
    /^<!-- quote (\S+) -->\n(?:\n```(\w+)\n[\s\S]*?^```$)?/gm,
    (whole, path: string, language?: string) => {
      if (language === undefined) throw new Error(`The mark ${whole.trim()} must be followed by a code block.`);
      return [`<!-- quote ${path} -->\n`, "```" + language, read(path).trimEnd(), "```"].join("\n");
    },
  );
}
