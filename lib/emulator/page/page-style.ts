/** Style of the page. Contrast of every text is at least 4.5:1 in both schemes; no meaning is carried by colour alone. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --back: light-dark(#ffffff, #15181c);
  --panel: light-dark(#f4f5f7, #1f242a);
  --line: light-dark(#c3c8cf, #434b55);
  --text: light-dark(#1b1f24, #e6e9ed);
  --quiet: light-dark(#525b66, #a9b2bd);
  --good: light-dark(#116329, #5fd38a);
  --busy: light-dark(#7a4b00, #f0b451);
  --bad: light-dark(#a40e26, #ff8f8f);
  --link: light-dark(#0550ae, #7ab7ff);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; background: var(--back); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 1.5rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.4rem; margin: 0.25rem 0; }
h2 { font-size: 1.15rem; margin: 1.25rem 0 0.25rem; }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
header p, #fleet-summary, #calls-summary { color: var(--quiet); margin: 0.25rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--quiet); font-weight: 600; }
code, .mono { font-family: ui-monospace, monospace; font-size: 0.9em; }
.good { color: var(--good); } .busy { color: var(--busy); } .bad { color: var(--bad); }
.status { font-weight: 600; }
ol { list-style: none; padding: 0; margin: 0.5rem 0; }
li { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: 0.3rem 0; overflow-wrap: anywhere; }
summary .time { color: var(--quiet); margin-right: 0.75rem; }
summary .code { font-weight: 600; margin-left: 0.75rem; }
pre { background: var(--panel); padding: 0.6rem; margin: 0.25rem 0 0.75rem; overflow-x: auto; white-space: pre-wrap;
  overflow-wrap: anywhere; }
.note { color: var(--busy); margin-left: 0.75rem; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
`;
