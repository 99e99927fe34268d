import fc from "fast-check";
import { anyText } from "../chaos/any-text";

/** Characters that are invisible, end a line, turn its direction around or speak to a terminal. */
export const hidden =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2065\u3164\uFE00-\uFE0F\uFFA0\uFFF0-\uFFF8\u{E0000}-\u{E0FFF}]/u;

/** Commands that CI systems obey anywhere. */
export const obeyedAnywhere = /##\[|##vso\[|##teamcity\[|\bsection_(?:start|end):|\btravis_(?:fold|time):/i;

/** Commands that CI systems obey: anywhere, or at the beginning of a line, also of one that a text is wrapped to. */
export const obeyed = new RegExp(
  `${obeyedAnywhere.source}|${/(?:^|\s)::+[a-z]|^(?:---|\+\+\+|~~~|\^\^\^)\s/.source}`,
  "i",
);

/** Pieces of texts that do something where they are printed. */
export const hostilePieces = [
  // Escape sequences and controls.
  ...[
    "\u001b[2J",
    "\u001b]8;;http://evil.example\u0007",
    "\u001b]0;title\u0007",
    "\u009b31m",
    "\u0000",
    "\u0008",
    "\u007f",
  ],
  ...["\r", "\n", "\r\n", "\t", "\u0085", "\u2028", "\u2029"],
  // Directions, and characters without a width.
  ...["\u200e", "\u200f", "\u061c", "\u202a", "\u202e", "\u2066", "\u2069"],
  ...["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u3164", "\ud83d", "\u{e0041}"],
  // Commands of GitHub, Azure, TeamCity, GitLab, Travis and Buildkite.
  ...["::set-output name=a::x", "::stop-commands::x", "::add-mask::", "::error file=a::", "::::group::"],
  ...["##[error]", "###[group]", "##vso[task.complete]", "##teamcity[message text='x']"],
  ...["section_start:1:x\r\u001b[0K", "travis_fold:start:x", "--- ", "+++ ", "^^^ +++", "~~~ "],
] as const;

/** Texts of hostile pieces, words of the service and anything else. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom<string>(...hostilePieces),
      fc.constantFrom("RUNNING", "ERROR", "DELETED", "orders", " ", ":", "#", "[", "::1", "fe80::1"),
      anyText({ maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
