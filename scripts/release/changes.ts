/** The text of a version's section in the changelog; `undefined` unless its heading has a date, as in `## 1.2.3 (March 2, 2027)`. */
export function changesOf(version: string, changelog: string): string | undefined {
  const sections = changelog.split(/^(?=## )/m);
  const heading = new RegExp(`^## ${version.replaceAll(".", "\\.")} \\([A-Z][a-z]+ \\d{1,2}, \\d{4}\\)\n`);
  const section = sections.find((each) => heading.test(each));
  return section === undefined ? undefined : `${section.replace(heading, "").trim()}\n`;
}
