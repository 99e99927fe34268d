/**
 * Text as one visible line: line breaks and tabs become spaces, and what would be invisible or would turn the direction of the
 * text around (control and format characters) becomes U+FFFD. Pure.
 */
export function plainLine(text: string): string {
  return text
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "\uFFFD")
    .trim();
}
