/** Members are hidden by `private`, as constructor parameters have to be: `#name` would be a second way. */
const privateMembers = {
  meta: { type: "suggestion", schema: [], messages: { keyword: "Hide it with private, not with #." } },
  create(context) {
    return {
      ":matches(PropertyDefinition, MethodDefinition, AccessorProperty) > PrivateIdentifier.key": (node) =>
        context.report({ node, messageId: "keyword" }),
    };
  },
};

/** Remarks are `//`; a docstring is `/** … *\/`. A comment within a line, and one that tells a tool something, stays as it is. */
const remarks = {
  meta: { type: "layout", fixable: "code", schema: [], messages: { line: "Write a remark with //." } },
  create(context) {
    const { sourceCode } = context;
    const isRemark = ({ type, value, range, loc }) => {
      if (type !== "Block" || value.startsWith("*") || /^\s*(eslint|istanbul|c8|@|global|prettier|webpack)/.test(value))
        return false;
      const after = sourceCode.lines[loc.end.line - 1].slice(loc.end.column);
      const before = sourceCode.lines[loc.start.line - 1].slice(0, loc.start.column);
      return range && after.trim() === "" && (before.trim() === "" || loc.start.line === loc.end.line);
    };
    const asLines = ({ value, loc }) => {
      const indent = " ".repeat(loc.start.column);
      return value
        .trim()
        .split("\n")
        .map((line) => `// ${line.trim().replace(/^\*\s?/, "")}`.trimEnd())
        .join(`\n${indent}`);
    };
    return {
      Program: () => {
        for (const comment of sourceCode.getAllComments().filter(isRemark)) {
          const fix = (fixer) => fixer.replaceTextRange(comment.range, asLines(comment));
          context.report({ loc: comment.loc, messageId: "line", fix });
        }
      },
    };
  },
};

module.exports = { rules: { "private-members": privateMembers, remarks } };
