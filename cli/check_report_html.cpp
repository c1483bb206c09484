// The report as one HTML page: the draft with marks on the left, the evidence on the right; no network, no script.
#include <fmt/format.h>

#include <kainjow/mustache.hpp>

#include "cli/check_report.hpp"
#include "core/text.hpp"

namespace meridian::cli {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;

constexpr const char* kPage = R"PAGE(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Check of {{name}}</title>
<style>
:root{--ink:#1d1d1f;--faint:#5f6368;--line:#d8dade;--red:#a32020;--redbg:#fbe4e2;--amber:#8a5a00;--amberbg:#fdf0d5;--grey:#50545a;--greybg:#eceef1;--green:#1f6b3a;--greenbg:#dff2e4}
*{box-sizing:border-box}
body{margin:0;font:16px/1.55 Georgia,"Times New Roman",serif;color:var(--ink);background:#fff}
header{padding:1.2rem 2rem;border-bottom:1px solid var(--line)}
header h1{margin:0 0 .3rem;font-size:1.4rem}
header p{margin:.2rem 0;color:var(--faint)}
main{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:2.5rem;padding:1.5rem 2rem}
.draft h2{font-size:1.15rem;margin:1.4rem 0 .4rem}
.draft .aside,.draft .reference{color:var(--faint);font-size:.9rem}
.draft a{color:inherit;text-decoration:none;border-radius:3px;padding:0 .15em}
.draft a sup{font:600 .65rem/1 system-ui,sans-serif;margin-left:.15em}
.contradicted{background:var(--redbg);border-bottom:2px solid var(--red)}
.mixed{background:var(--amberbg);border-bottom:2px dashed var(--amber)}
.insufficient{background:var(--greybg);border-bottom:2px dotted var(--grey)}
.supported{background:var(--greenbg);border-bottom:2px solid var(--green)}
.card{border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem;margin:0 0 1rem;font:14px/1.5 system-ui,sans-serif;break-inside:avoid}
.card:target{outline:3px solid #3b6fd4}
.card h3{margin:0 0 .4rem;font-size:.95rem}
.tag{display:inline-block;border-radius:3px;padding:.05rem .45rem;font-size:.8rem;border:0}
.flag{border:1px solid var(--amber);color:var(--amber);background:none}
.card blockquote{margin:.3rem 0 .6rem;padding-left:.8rem;border-left:3px solid var(--line);font-family:Georgia,serif}
.card p{margin:.35rem 0}
.who{color:var(--faint)}
.retracted{color:var(--red);font-weight:700}
@media(max-width:800px){main{grid-template-columns:1fr}}
@media print{body{font-size:11pt}main{gap:1.2rem;padding:.5rem 0}.card,.draft a{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
</style>
</head>
<body>
<header><h1>Check of {{name}}</h1><p>{{totals}}</p>
<p><span class="tag contradicted">contradicted</span> <span class="tag mixed">mixed</span> <span class="tag insufficient">insufficient</span> <span class="tag supported">supported</span></p></header>
<main>
<section class="draft" aria-label="The draft">
{{#blocks}}{{#heading}}<h2>{{text}}</h2>
{{/heading}}{{#prose}}<p class="{{kind}}">{{#parts}}{{#claim}}<a class="{{verdict}}" href="#{{id}}" id="at-{{id}}">{{text}}<sup>{{id}}</sup></a> {{/claim}}{{#plain}}{{text}} {{/plain}}{{/parts}}</p>
{{/prose}}{{/blocks}}</section>
<section aria-label="The evidence">
{{#claims}}<article class="card" id="{{id}}">
<h3><a href="#at-{{id}}">{{id}}</a>, line {{line}} <span class="tag {{verdict}}">{{verdict}}</span>{{#flags}} <span class="tag flag">{{name}}</span>{{/flags}}</h3>
<p>{{text}}</p>
{{#flags}}<p><b>{{name}}</b>: {{why}}</p>
{{/flags}}{{#evidence}}<p class="who">{{stance}} · <a href="https://pubmed.ncbi.nlm.nih.gov/{{pmid}}/">PMID {{pmid}}</a> · {{what}}{{#retracted}} · <span class="retracted">RETRACTED</span>{{/retracted}}</p>
<blockquote>{{quote}}</blockquote>
{{/evidence}}{{#advice}}<p><b>Advice.</b> {{text}}</p>
{{/advice}}{{#offer}}<p><b>Cite.</b> {{text}}</p>
{{/offer}}{{#query}}<p><b>Query that would fetch studies.</b> <code>{{text}}</code></p>
{{/query}}</article>
{{/claims}}{{#citations}}<article class="card">
<h3><span class="tag {{class}}">{{problem}}</span> {{place}}</h3>
<p>{{text}}</p><p class="who">{{detail}}</p>
</article>
{{/citations}}</section>
</main>
</body>
</html>
)PAGE";

data said(const std::string& text) { return data("text", printable(text)); }

}  // namespace

std::string report_as_html(const tracker::CheckReport& report, const ReportChoice& choice) {
  data page;
  page.set("name", printable(report.draft.name));
  page.set("totals", totals_of(report));
  data blocks(data::type::list);
  std::size_t next = 0;
  for (std::size_t i = 0; i < report.draft.blocks.size(); ++i) {
    const auto& block = report.draft.blocks[i];
    data row;
    if (block.kind == draft::BlockKind::Heading) {
      row.set("heading", said(block.text));
      blocks.push_back(row);
      continue;
    }
    data parts(data::type::list);
    bool any = false;
    while (next < report.sentences.size() && report.sentences[next].block == i) {
      const auto& sentence = report.sentences[next];
      const int index = report.claim_of[next];
      data inner;
      inner.set("text", printable(block.text.substr(sentence.start, sentence.end - sentence.start)));
      data part;
      if (index >= 0 && is_shown(report.claims[static_cast<std::size_t>(index)], choice)) {
        const auto& claim = report.claims[static_cast<std::size_t>(index)];
        inner.set("id", claim.id);
        inner.set("verdict", std::string(to_word(claim.judgement.verdict)));
        part.set("claim", inner);
      } else {
        part.set("plain", inner);
      }
      parts.push_back(part);
      any = true;
      ++next;
    }
    if (!any) {
      data part;
      part.set("plain", said(block.text));
      parts.push_back(part);
    }
    data prose;
    prose.set("kind", std::string(block.kind == draft::BlockKind::Aside       ? "aside"
                                  : block.kind == draft::BlockKind::Reference ? "reference"
                                  : block.kind == draft::BlockKind::ListItem  ? "item"
                                                                              : "paragraph"));
    prose.set("parts", parts);
    row.set("prose", prose);
    blocks.push_back(row);
  }
  page.set("blocks", blocks);
  data claims(data::type::list);
  for (const auto& claim : report.claims) {
    if (!is_shown(claim, choice)) {
      continue;
    }
    data card;
    card.set("id", claim.id);
    card.set("line", std::to_string(claim.start.line));
    card.set("verdict", std::string(to_word(claim.judgement.verdict)));
    card.set("text", printable(claim.text));
    data flags(data::type::list);
    for (const auto& flag : claim.judgement.overreach) {
      data one;
      one.set("name", flag.id);
      one.set("why", printable(flag.why));
      flags.push_back(one);
    }
    card.set("flags", flags);
    data evidence(data::type::list);
    for (const auto& row : claim.judgement.evidence) {
      data one;
      one.set("stance", std::string(to_word(row.finding.stance)));
      one.set("pmid", std::to_string(row.pmid));
      one.set("what",
              printable(fmt::format("{}{}{}{}", row.design.empty() ? "study" : row.design,
                                    row.human ? "" : ", not in people", row.by_words ? ", by shared words alone" : "",
                                    row.year ? fmt::format(", {}", *row.year) : "")));
      one.set("quote", printable(row.finding.quote));
      one.set("retracted", data(row.retracted ? data::type::bool_true : data::type::bool_false));
      evidence.push_back(one);
    }
    card.set("evidence", evidence);
    if (!claim.judgement.advice.empty()) {
      card.set("advice", said(claim.judgement.advice));
    }
    if (!claim.offer.empty()) {
      card.set("offer", said(claim.offer));
    }
    if (!claim.query.empty()) {
      card.set("query", said(claim.query));
    }
    claims.push_back(card);
  }
  page.set("claims", claims);
  data citations(data::type::list);
  for (const auto& citation : report.citations) {
    if (citation.problem.empty() || !is_shown(citation, choice)) {
      continue;
    }
    data card;
    card.set("problem", citation.problem);
    card.set("class", std::string(citation.problem == "corrected" ? "insufficient" : "contradicted"));
    card.set("place", place_of(citation));
    card.set("text", printable(citation.text));
    card.set("detail", printable(citation.detail));
    citations.push_back(card);
  }
  page.set("citations", citations);
  mustache page_template{std::string(kPage)};
  return page_template.render(page);
}

}  // namespace meridian::cli
