/** The style of an HTML report: light or dark as in the reader's system, readable in print. */
export const htmlStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #57606a; --line: #d0d7de; --back: #ffffff; --head: #f6f8fa;
  --good: #116329; --bad: #a40e26; --open: #7d4e00; --bar: #0969da; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --dim: #9198a1; --line: #3d444d; --back: #0d1117; --head: #151b23;
  --good: #57d364; --bad: #ff7b72; --open: #e3b341; --bar: #4493f8; } }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; background: var(--back); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2.5rem; overflow-wrap: anywhere; }
h3 { font-size: 1rem; margin: 1.6rem 0 0; }
p.kind { color: var(--dim); margin-top: -0.6rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
caption { text-align: left; color: var(--dim); padding-bottom: 0.3rem; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.6rem; border-bottom: 1px solid var(--line); }
thead th { background: var(--head); } tbody th { font-weight: 600; }
td.id { font-family: ui-monospace, monospace; font-size: 0.8rem; white-space: nowrap; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; } .open { color: var(--open); font-weight: 600; }
figure { margin: 0.4rem 0 1.2rem; } figcaption { color: var(--dim); font-size: 0.9rem; }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--text); font: 12px system-ui, sans-serif; }
svg .track { fill: var(--head); stroke: var(--line); } svg .bar { fill: var(--bar); }
`;
