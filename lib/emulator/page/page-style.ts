/** Style of the page. Contrast of every text is at least 4.5:1 in both schemes; colour alone never carries a meaning. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --back: light-dark(#f5f6f8, #14171b);
  --panel: light-dark(#ffffff, #1d2228);
  --line: light-dark(#c9ced6, #3a424c);
  --text: light-dark(#1b1f24, #e6e9ed);
  --quiet: light-dark(#505963, #a9b2bd);
  --good: light-dark(#116329, #5fd38a);
  --busy: light-dark(#7a4b00, #f0b451);
  --bad: light-dark(#a40e26, #ff8f8f);
  --link: light-dark(#0550ae, #7ab7ff);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem 1.5rem 3rem; background: var(--back); color: var(--text);
  font: 0.95rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem; }
h1 { font-size: 1.5rem; margin: 0.25rem 0; }
h2 { font-size: 1.15rem; margin: 2rem 0 0; }
h3 { font-size: 0.9rem; font-weight: 400; margin: 0.75rem 0 0.5rem; color: var(--quiet); overflow-wrap: anywhere; }
h4 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: 0.25rem 0; }
ul, ol { list-style: none; padding: 0; margin: 0.5rem 0; }
.quiet, header p, .summary { color: var(--quiet); }
.good { color: var(--good); } .busy { color: var(--busy); } .bad { color: var(--bad); }
code, .mono { font-family: ui-monospace, monospace; font-size: 0.85em; overflow-wrap: anywhere; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.75rem; }
.card { color: var(--text); background: var(--panel); border: 1px solid var(--line); border-left: 0.35rem solid;
  border-radius: 0.4rem; padding: 0.75rem; }
.card.good { border-left-color: var(--good); } .card.busy { border-left-color: var(--busy); } .card.bad { border-left-color: var(--bad); }
.card p { margin: 0.15rem 0; }
.card .mono { color: var(--quiet); font-size: 0.7rem; }
.status { font-weight: 600; }
.sign { margin-right: 0.4rem; display: inline-block; }
.busy > .sign { animation: turn 2s linear infinite; }
@keyframes turn { to { transform: rotate(360deg); } }
@media (prefers-reduced-motion: reduce) { .busy > .sign { animation: none; } }
button, select { font: inherit; font-size: 0.85rem; color: var(--text); background: var(--back); border: 1px solid var(--line);
  border-radius: 0.3rem; padding: 0.2rem 0.6rem; }
button { cursor: pointer; margin-top: 0.5rem; }
button[aria-pressed="true"] { background: var(--link); border-color: var(--link); color: var(--panel); }
#faults li { padding: 0.2rem 0; }
.wave { background: var(--panel); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0.6rem 0.75rem; margin: 0.5rem 0; }
.wave .title { font-weight: 600; margin: 0; }
.track { position: relative; height: 0.5rem; margin: 0.4rem 0; background: var(--back); border-radius: 0.25rem; }
.bar { position: absolute; height: 100%; border-radius: 0.25rem; background: currentColor; }
.members { display: flex; flex-wrap: wrap; gap: 0.1rem 1.25rem; margin: 0; }
#calls { background: var(--panel); border: 1px solid var(--line); border-radius: 0.4rem; padding: 0 0.75rem; }
#calls:empty { display: none; }
#calls li + li { border-top: 1px solid var(--line); }
summary { cursor: pointer; padding: 0.35rem 0; }
summary > * { margin-right: 0.75rem; }
summary .code { font-weight: 600; font-size: 0.85em; }
summary .what { font-weight: 600; font-size: 0.9em; }
pre { background: var(--back); padding: 0.6rem; margin: 0.25rem 0 0.75rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; font-size: 0.85em; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip:not(:focus), .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;
