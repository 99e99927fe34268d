/**
 * Rules for the folders of lib that decide and do nothing else: the same values in, the same values out. The globals of Node do not even
 * compile there (tsconfig.pure.json). These rules forbid parts of the language itself: the clock, chance, the user's locale, the garbage
 * collector, and ways around the compiler.
 */
const outside =
  "process console require module exports __dirname __filename Buffer global setTimeout setInterval setImmediate queueMicrotask performance crypto fetch";
const language = "globalThis eval Function Intl WeakRef FinalizationRegistry Atomics SharedArrayBuffer";
const message = "This folder is pure: let the caller hand it in.";

module.exports = {
  "no-restricted-globals": ["error", ...`${outside} ${language}`.split(" ").map((name) => ({ name, message }))],
  "no-restricted-properties": [
    "error",
    { object: "Date", property: "now", message },
    { object: "Math", property: "random", message },
    { object: "AbortSignal", property: "timeout", message },
    ...["toLocaleString", "toLocaleDateString", "toLocaleTimeString", "toLocaleUpperCase", "toLocaleLowerCase"].map(
      (property) => ({ property, message }),
    ),
    ...["localeCompare", "getTimezoneOffset"].map((property) => ({ property, message })),
  ],
  "no-restricted-syntax": [
    "error",
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message },
    { selector: "NewExpression[callee.name='Date'] > SpreadElement", message },
    { selector: "CallExpression[callee.name='Date']", message },
    // By another name neither of them would be recognized.
    { selector: ":not(NewExpression, MemberExpression, TSTypeReference) > Identifier[name='Date']", message },
    { selector: ":not(MemberExpression) > Identifier[name='Math']", message },
    { selector: "MemberExpression[computed=true][object.name=/^(Date|Math|AbortSignal)$/]", message },
  ],
};
