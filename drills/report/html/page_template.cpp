// SPDX-License-Identifier: Apache-2.0
#include "drills/report/html/page.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_template = R"html(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{outcome}}: {{title}}</title>
<style>{{{style}}}</style>
</head>
<body>
<header class="top tone-{{tone}}">
<div class="page">
<p class="kicker">Scorecard of a disaster recovery drill</p>
<div class="verdict">
<svg class="seal" viewBox="0 0 64 64" aria-hidden="true">
<circle cx="32" cy="32" r="30"/><path d="{{{seal}}}"/>
</svg>
<div>
<p class="outcome">{{outcome}}</p>
<h1>{{title}}</h1>
</div>
</div>
<p class="lead">{{headline}}</p>
<ul class="summary">{{#summary}}<li>{{text}}</li>{{/summary}}</ul>
<dl class="facts">{{#facts}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/facts}}</dl>
</div>
</header>
<main class="page">
<section aria-labelledby="objectives">
<h2 id="objectives">Objectives</h2>
<div class="cards">
{{#objectives}}<article class="card tone-{{verdict}}">
<div class="card-head"><h3>{{title}}</h3><span class="pill">{{verdict}}</span></div>
<p class="figure">{{measured}}</p>
<p class="against">target: {{target}}{{#subject}} &middot; on {{subject}}{{/subject}}</p>
{{{bar}}}
{{#reasons}}<p class="why">{{text}}</p>{{/reasons}}
{{#counts}}<p class="counts">{{counts}}</p>{{/counts}}
</article>
{{/objectives}}</div>
</section>
<section aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
<p class="note">To scale, in seconds since the fault began. Pale ends are the error: the truth
lies somewhere within them.</p>
<figure class="chart wide">{{{timeline_wide}}}</figure>
<figure class="chart narrow">{{{timeline_narrow}}}</figure>
<ul class="legend" aria-label="Legend">
<li><i class="up"></i>good</li>
<li><i class="partly"></i>partly bad</li>
<li><i class="down"></i>bad</li>
<li><i class="outage"></i>outage, certain</li>
<li><i class="outage-error"></i>outage, possible</li>
<li><i class="latency"></i>fastest to slowest answer (log scale)</li>
<li><i class="acked"></i>writes acknowledged and found</li>
<li><i class="doubt"></i>not acknowledged</li>
<li><i class="lost"></i>acknowledged and lost</li>
</ul>
</section>
{{#tables}}<section aria-labelledby="{{id}}">
<h2 id="{{id}}">{{title}}</h2>
{{#note}}<p class="note">{{note}}</p>{{/note}}
<table>
<thead><tr>{{#heads}}<th scope="col">{{text}}</th>{{/heads}}</tr></thead>
<tbody>
{{#rows}}<tr>
{{#cells}}<td data-label="{{label}}"{{#class}} class="{{class}}"{{/class}}>{{text}}</td>
{{/cells}}</tr>
{{/rows}}</tbody>
</table>
</section>
{{/tables}}
{{#lists}}<section aria-labelledby="{{id}}">
<h2 id="{{id}}">{{title}}</h2>
<ul class="plain">{{#items}}<li>{{text}}</li>{{/items}}</ul>
</section>
{{/lists}}
</main>
<footer class="page">
<p>{{run}}</p>
<p>Scored by gameday {{version}}, rules {{rules}}. One run is one sample.</p>
</footer>
</body>
</html>
)html";

}  // namespace

std::string_view page_template() { return k_template; }

}  // namespace gameday
