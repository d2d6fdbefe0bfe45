#include "report/style.h"

namespace sempurna {

constexpr std::string_view kReportStyle = R"(
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --box: #fff; --text: #1b2430; --soft: #5a6675; --line: #dde2e8;
  --good: 36 94 190; --bad: 196 72 16; --plain: 138 148 160;
  --good-text: #1f57b0; --bad-text: #a63c0c; --on-strong: #fff; --how: #eef3fb;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #11161d; --box: #1a212b; --text: #e4e9f0; --soft: #9aa7b6; --line: #303a47;
    --good: 105 162 250; --bad: 246 142 88; --plain: 122 134 150;
    --good-text: #8fbaff; --bad-text: #ffab7d; --on-strong: #0c1117; --how: #1e2a3a;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); overflow-wrap: anywhere;
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .8rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .5rem; }
h3:first-child { margin-top: 0; }
p { margin: .7rem 0; }
small { font-size: .8em; color: var(--soft); font-weight: 400; }
code { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .9em; }
section { background: var(--box); border: 1px solid var(--line); border-radius: 10px;
  padding: 1.2rem 1.3rem; margin: 1rem 0; }
section > :last-child { margin-bottom: 0; }
.brand { margin: 0 0 .2rem; color: var(--good-text); font-weight: 600; letter-spacing: .04em; }
.note, footer { color: var(--soft); font-size: .9rem; }
.how { background: var(--how); border-radius: 8px; padding: .7rem .9rem; font-size: .9rem; }
.scroll { overflow-x: auto; }
footer { text-align: center; margin-top: 2rem; }
dl, dd, ul { margin: 0; padding: 0; }
.advice { margin: .6rem 0; padding-left: 1.2rem; }

.facts { display: flex; flex-wrap: wrap; gap: .6rem 2.2rem; }
.facts dt, .tile dt { color: var(--soft); font-size: .85rem; }
.facts dd { font-weight: 600; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .7rem; }
.tile { border: 1px solid var(--line); border-radius: 8px; padding: .6rem .8rem; }
.tile dd { font-size: 1.6rem; font-weight: 650; line-height: 1.25; }
.tile:first-child dd { color: var(--good-text); }
.tile .track { margin: .35rem 0 .2rem; height: .5rem; }
.track { display: block; height: .8rem; border-radius: 4px; overflow: hidden;
  background: rgb(var(--plain) / .16); }
.bar { display: block; height: 100%; border-radius: 4px; background: rgb(var(--plain)); }
.bar.good { background: rgb(var(--good)); }
.bar.wrong { background: rgb(var(--bad)); }

table { border-collapse: collapse; font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
.numbers, .balance { width: 100%; }
.numbers th, .numbers td, .balance th, .balance td { text-align: right; padding: .35rem .6rem;
  border-bottom: 1px solid var(--line); }
thead th { color: var(--soft); font-size: .85rem; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; }
.numbers th:first-child, .numbers .name, .balance th, .balance td { text-align: left; }
.numbers td { white-space: nowrap; }
.numbers .name, .balance .name { min-width: 6rem; white-space: normal; overflow-wrap: anywhere; }
.share { width: 8.5rem; background: linear-gradient(to right, rgb(var(--good) / .17) calc(var(--s) * 100%),
  transparent 0) no-repeat 0 50% / calc(100% - 4px) 1.4rem; }
.balance td { min-width: 6.5rem; width: 26%; white-space: nowrap; }
.balance .track { margin-bottom: .15rem; }
details { margin-top: .8rem; }
summary { cursor: pointer; color: var(--good-text); }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(19rem, 100%), 1fr));
  gap: 1rem; }
.chart { margin: 0; }
.chart svg { display: block; width: 100%; height: auto; margin-top: .3rem; }
.chart text { font-size: 12.5px; fill: var(--soft); }
.grid { stroke: var(--line); }
.axis { stroke: var(--soft); }
.line { fill: none; stroke-width: 2; stroke-linejoin: round; }
.line.training { stroke: rgb(var(--bad)); stroke-dasharray: 6 4; }
.line.validation { stroke: rgb(var(--good)); }
.dot.training { fill: rgb(var(--bad)); }
.dot.validation { fill: rgb(var(--good)); }
line.best { stroke: var(--soft); stroke-dasharray: 2 3; }
.chart text.best { fill: var(--text); font-weight: 600; }
.ring { fill: none; stroke: var(--text); stroke-width: 1.5; }
.key { margin-left: .9rem; font-size: .88rem; color: var(--soft); white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: 1.6rem; margin-right: .35rem;
  vertical-align: .25em; border-top: 2.5px solid rgb(var(--good)); }
.key.training::before { border-top: 2.5px dashed rgb(var(--bad)); }

.matrix td { min-width: 2.3rem; height: 2.3rem; padding: .15rem .3rem; text-align: center;
  border: 1px solid var(--line); white-space: nowrap; }
.matrix:not(.turned) td { width: 5.2rem; min-width: 3.4rem; }
.turned { font-size: .85rem; }
.turned td { min-width: 1.55rem; height: 1.9rem; padding: .1rem; }
.matrix th { font-size: .85rem; padding: .2rem .5rem; color: var(--text); }
.matrix th[scope=row] { text-align: right; min-width: 5rem; max-width: 11rem; position: sticky; left: 0;
  background: var(--box); overflow-wrap: anywhere; }
.matrix thead th { max-width: 9rem; }
.turned thead th { padding: .2rem 0; }
.matrix .corner { border: 0; color: var(--soft); font-size: .8rem; text-align: right;
  vertical-align: bottom; }
.turned thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 10rem;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; display: inline-block; }
.matrix small { display: block; line-height: 1.1; color: inherit; opacity: .85; }
.matrix .right { background: rgb(var(--good) / var(--s)); }
.matrix .wrong { background: rgb(var(--bad) / var(--s)); }
.matrix .strong { color: var(--on-strong); }
.matrix .zero { color: var(--soft); opacity: .55; }

.errors { list-style: none; display: grid; gap: .8rem; }
.errors.pictures { grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); }
.errors.texts { grid-template-columns: repeat(auto-fill, minmax(min(19rem, 100%), 1fr)); }
.errors li { border: 1px solid var(--line); border-radius: 8px; padding: .7rem; display: flex;
  flex-direction: column; min-width: 0; overflow: hidden; }
.picture { height: 128px; display: flex; align-items: center; justify-content: center;
  color: var(--soft); font-size: .85rem; background: rgb(var(--plain) / .12); border-radius: 5px;
  overflow: hidden; }
.picture img { max-width: 100%; max-height: 128px; }
blockquote { margin: 0; font-size: .95rem; white-space: pre-wrap; max-height: 15rem;
  overflow: auto; }
.errors dl { padding: .6rem 0 .3rem; }
.errors dl > div { display: grid; grid-template-columns: 1fr auto; column-gap: .5rem;
  margin-bottom: .35rem; font-size: .9rem; }
.errors dt { grid-column: 1 / 3; color: var(--soft); font-size: .78rem; line-height: 1.2; }
.errors .wrong dd:nth-of-type(1) { color: var(--bad-text); font-weight: 600; }
.errors .track { grid-column: 1 / 3; height: .35rem; }
.place { color: var(--soft); font-size: .8rem; margin: .3rem 0 0; }
.errors .place { margin-top: auto; }

.finding { border-left: 4px solid rgb(var(--plain)); padding: .1rem 0 .1rem .9rem;
  margin: 1rem 0; }
.finding h3 { margin: 0 0 .3rem; }
.finding.error, .finding.warning { border-color: rgb(var(--bad)); }
.badge { border-radius: 4px; padding: .1rem .45rem; font-size: .78rem; font-weight: 600;
  border: 1px solid currentColor; color: var(--soft); }
.warning .badge { color: var(--bad-text); }
.error .badge { color: var(--box); background: var(--bad-text); }
.finding ul { padding-left: 1.1rem; font-size: .93rem; }
.finding .place { font-size: 1em; }
.more { color: var(--soft); }
.remedy { margin: .35rem 0 0; font-size: .93rem; }

.settings { columns: 20rem 3; column-gap: 2rem; font-size: .9rem; }
.settings div { display: flex; justify-content: space-between; gap: 1rem; break-inside: avoid;
  border-bottom: 1px solid var(--line); padding: .22rem 0; }
.settings dt { color: var(--soft); }
.settings dd { font-weight: 600; text-align: right; }

@media (max-width: 34rem) {
  main { padding: 1rem .6rem 2rem; }
  section { padding: 1rem .8rem; }
  .errors.pictures { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .tile dd { font-size: 1.35rem; }
  .matrix th[scope=row] { max-width: 6.5rem; }
  .numbers th, .numbers td, .balance th, .balance td { padding: .35rem .35rem; }
  .numbers .name { min-width: 9rem; }
  .chart text { font-size: 16px; }
  .tiles { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media print {
  :root { --page: #fff; }
  body { font-size: 11pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { border: 0; padding: 0; margin: 1.5rem 0; }
  h2, h3, h2 + .note, h3 + .note { break-after: avoid; }
  tr, .chart, .errors li, .finding, .tile, .how { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  .numbers, .balance { font-size: 9pt; }
  .numbers th, .numbers td, .balance th, .balance td { padding: .08rem .4rem; }
  .balance .track { display: none; }
  .errors { font-size: 9pt; gap: .4rem; }
  .errors.pictures { grid-template-columns: repeat(6, 1fr); }
  .errors.texts { grid-template-columns: repeat(3, 1fr); }
  .errors li { padding: .35rem; }
  .picture { height: 72px; }
  .picture img { max-height: 72px; }
  blockquote { max-height: 8.2rem; overflow: hidden; font-size: 9pt; }
  .settings { columns: 3; font-size: 9pt; }
}
)";

}  // namespace sempurna
