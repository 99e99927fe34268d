/**
 * A Markdown text whose quotations are up to date. `<!-- quote FILE -->` stands before a code block that holds the file, which
 * is replaced by what the file holds now. Throws when a mark has no code block after it. Pure but for `read`.
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
