/** A text without line ends at its end: those of a file of variables from Windows, or of a secret that a file held. Pure. */
export function withoutLineEnd(text: string): string {
  return text.replace(/[\r\n]+$/, "");
}
