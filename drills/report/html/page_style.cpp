// SPDX-License-Identifier: Apache-2.0
#include "drills/report/html/page.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_style = R"css(
:root {
  --bg: #f5f6f8; --card: #fff; --ink: #16202b; --soft: #56616f; --line: #dde1e7; --grid: #e6e9ee;
  --met: #0b7a57; --met-pale: #a7dcc8; --met-bg: #e6f4ee; --missed: #c0301c;
  --missed-pale: #f0b3a9; --missed-bg: #fcebe8; --unknown: #8a5a00; --unknown-pale: #ecd09a;
  --unknown-bg: #fbf2df; --up: #2f9e78; --partly: #d79a2b; --down: #cf3f2a; --aim: #3757b0;
  --latency: #5b7fc7; --acked: #5b9bd0; --doubt: #d79a2b; --stage: #e3e7ee; --stage-odd: #eff1f5;
  --fault: #e9b7ae; --p1: #c9d8f5; --p2: #d9cdf0; --p3: #bfe3e6; --p4: #cfe6c3; --p5: #f3dfb0;
  --p6: #f3cfc4;
}
@media (prefers-color-scheme:dark) {
  :root {
    --bg: #10151b; --card: #181f27; --ink: #e6ebf1; --soft: #9aa7b5; --line: #2b3540;
    --grid: #232c36; --met: #4cc99a; --met-pale: #1f5c48; --met-bg: #12291f; --missed: #ff7b66;
    --missed-pale: #6e2e25; --missed-bg: #331a16; --unknown: #e4b04a; --unknown-pale: #5f4a1b;
    --unknown-bg: #2d2412; --up: #2c8f6c; --partly: #c48a26; --down: #d0493a; --aim: #8fa8f0;
    --latency: #6f8fd6; --acked: #4683b8; --doubt: #c48a26; --stage: #2a3440;
    --stage-odd: #212a34; --fault: #6b332a; --p1: #2c4066; --p2: #43366b; --p3: #22525a;
    --p4: #345234; --p5: #5c4a1e; --p6: #643a30;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--bg); color: var(--ink);
  font: 16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",
    sans-serif;
}
.page { max-width: 1120px; margin: 0 auto; padding: 0 24px; }
h1,h2,h3,p,dl,dd,ul,figure { margin: 0; }
ul { padding: 0; list-style: none; }
h2 { font-size: 20px; margin: 40px 0 12px; }
h3 { font-size: 15px; font-weight: 600; }
.tone-met { --tone: var(--met); --pale: var(--met-pale); --tint: var(--met-bg); }
.tone-missed { --tone: var(--missed); --pale: var(--missed-pale); --tint: var(--missed-bg); }
.tone-unknown,.tone-not_applicable {
  --tone: var(--unknown); --pale: var(--unknown-pale); --tint: var(--unknown-bg);
}
.top { background: var(--tint); border-bottom: 4px solid var(--tone); padding: 28px 0 24px; }
.kicker { color: var(--soft); font-size: 13px; letter-spacing: .04em; text-transform: uppercase; }
.verdict { display: flex; gap: 18px; align-items: center; margin: 14px 0 16px; }
.seal { width: 64px; height: 64px; flex: none; }
.seal circle { fill: var(--tone); }
.seal path {
  fill: none; stroke: var(--bg); stroke-width: 6; stroke-linecap: round; stroke-linejoin: round;
}
.outcome { font-size: 40px; font-weight: 750; line-height: 1.1; color: var(--tone); }
h1 { font-size: 20px; font-weight: 600; line-height: 1.3; }
.lead { font-size: 18px; font-weight: 600; max-width: 75ch; }
.summary { margin-top: 10px; max-width: 80ch; }
.summary li { margin-top: 3px; }
.facts { display: flex; flex-wrap: wrap; gap: 8px 28px; margin-top: 18px; font-size: 13px; }
.facts dt { color: var(--soft); }
.facts dd { font-weight: 600; overflow-wrap: anywhere; }
.cards {
  display: grid; grid-template-columns: repeat(auto-fit,minmax(min(100%,330px),1fr)); gap: 16px;
}
.card {
  background: var(--card); border: 1px solid var(--line); border-left: 5px solid var(--tone);
  border-radius: 8px; padding: 16px 18px;
}
.card-head { display: flex; justify-content: space-between; gap: 12px; align-items: baseline; }
.pill {
  background: var(--tint); color: var(--tone); border: 1px solid var(--tone);
  border-radius: 99px; padding: 1px 11px; font-size: 13px; font-weight: 650; white-space: nowrap;
}
.figure {
  font-size: 27px; font-weight: 700; line-height: 1.25; margin-top: 8px;
  font-variant-numeric: tabular-nums;
}
.against,.counts,.note { color: var(--soft); font-size: 14px; }
.counts { margin-top: 8px; font-size: 13px; }
.why { margin-top: 8px; font-size: 14px; padding-left: 10px; border-left: 3px solid var(--tone); }
.card svg { width: 100%; max-width: 440px; height: auto; margin-top: 12px; display: block; }
.note { margin: -6px 0 12px; max-width: 80ch; }
.chart {
  background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 8px;
}
.chart svg { width: 100%; height: auto; display: block; }
.narrow { display: none; }
svg text { fill: var(--ink); font-family: inherit; }
.lane { font-size: 11px; font-weight: 700; }
.tick,.inband { font-size: 11px; }
.tick { fill: var(--soft); }
.small { font-size: 9px; }
.strong { fill: var(--ink); font-weight: 650; }
.tick,.lane {
  paint-order: stroke; stroke: var(--card); stroke-width: 3px; stroke-linejoin: round;
}
.grid,.rail { stroke: var(--grid); stroke-width: 1; }
.rail { stroke-width: 2; }
.cap { stroke: var(--ink); stroke-width: 1.5; }
.target { stroke: var(--aim); stroke-width: 2; stroke-dasharray: 5 3; }
.mark { stroke: var(--soft); stroke-width: 1; }
.mark.bad { stroke: var(--down); stroke-width: 1.5; }
.mark.good { stroke: var(--up); stroke-width: 1.5; }
.mark.aim { stroke: var(--aim); stroke-width: 1.5; stroke-dasharray: 5 3; }
.stage { fill: var(--stage); }
.stage.odd { fill: var(--stage-odd); }
.fault { fill: var(--fault); }
.phase-detect { fill: var(--p1); }
.phase-decide { fill: var(--p2); }
.phase-act { fill: var(--p3); }
.phase-scale { fill: var(--p4); }
.phase-shift { fill: var(--p5); }
.phase-converge { fill: var(--p6); }
.phase-unattributed { fill: var(--stage); }
.up { fill: var(--up); background: var(--up); }
.partly { fill: var(--partly); background: var(--partly); }
.down { fill: var(--down); background: var(--down); }
.outage { fill: var(--down); background: var(--down); }
.outage-error { fill: var(--missed-pale); background: var(--missed-pale); }
.latency { fill: var(--latency); background: var(--latency); }
.acked { fill: var(--acked); background: var(--acked); }
.doubt { fill: var(--doubt); background: var(--doubt); }
.lost { fill: var(--missed); background: var(--missed); }
.fill-met { fill: var(--met); }
.fill-missed { fill: var(--missed); }
.fill-unknown,.fill-not_applicable { fill: var(--unknown); }
.error-met { fill: var(--met-pale); }
.error-missed { fill: var(--missed-pale); }
.error-unknown,.error-not_applicable { fill: var(--unknown-pale); }
.legend {
  display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 10px; font-size: 13px;
  color: var(--soft);
}
.legend i {
  display: inline-block; width: 14px; height: 10px; border-radius: 2px; margin-right: 6px;
}
table {
  width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line);
  border-radius: 8px; font-size: 14px;
}
th,td {
  text-align: left; padding: 8px 12px; vertical-align: top; border-top: 1px solid var(--line);
  overflow-wrap: break-word;
}
th { color: var(--soft); font-weight: 600; border-top: 0; }
td { font-variant-numeric: tabular-nums; }
td.met,td.confirmed { color: var(--met); font-weight: 650; }
td.missed,td.mismatch,td.high { color: var(--missed); font-weight: 650; }
td.unknown,td.inconclusive,td.medium { color: var(--unknown); font-weight: 650; }
td.digest {
  overflow-wrap: anywhere; font-family: ui-monospace,"DejaVu Sans Mono",monospace;
  font-size: 12px;
}
.plain li {
  background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 7px 12px;
  margin-top: 6px; font-size: 14px;
}
footer {
  color: var(--soft); font-size: 13px; padding-top: 28px; padding-bottom: 40px;
  overflow-wrap: anywhere;
}
@media (max-width:720px) {
  .page { padding: 0 14px; }
  .outcome { font-size: 32px; }
  .seal { width: 52px; height: 52px; }
  h1 { font-size: 17px; }
  .lead { font-size: 16px; }
  h2 { margin-top: 30px; }
  .wide { display: none; }
  .narrow { display: block; }
  .chart { padding: 6px 2px; }
  table,tbody,tr,td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { border-top: 1px solid var(--line); padding: 8px 0; }
  tr:first-child { border-top: 0; }
  td { border: 0; padding: 2px 12px; display: grid; grid-template-columns: 108px 1fr; gap: 10px; }
  td::before {
    content: attr(data-label); color: var(--soft);
    font: 13px/1.6 system-ui,"DejaVu Sans",sans-serif;
  }
  td:empty { display: none; }
}
@media print {
  :root { --bg: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; }
  body { font-size: 11px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .page { max-width: none; padding: 0 4mm; }
  .card,tr,.chart,section>h2 { break-inside: avoid; }
  h2 { break-after: avoid; margin-top: 18px; }
  .wide { display: block; }
  .narrow { display: none; }
}
)css";

}  // namespace

std::string_view page_style() { return k_style; }

}  // namespace gameday
