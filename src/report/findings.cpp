#include <fmt/format.h>

#include <algorithm>

#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

constexpr size_t kShownOfKind = 6;
// So many of a kind the check before training keeps; one more says how many there were beyond.
constexpr size_t kMostKept = 10'000;

struct Grade {
  Severity severity;
  Word word;
};
constexpr Grade kGrades[] = {{Severity::Error, Word::Error},
                             {Severity::Warning, Word::Warning},
                             {Severity::Fact, Word::Fact}};

using Kind = std::vector<const Finding*>;

// Of one severity, each kind together, in the order of their first.
std::vector<Kind> kinds_of(const RunRecord& run, Severity severity) {
  std::vector<Kind> kinds;
  for (const auto& finding : run.findings) {
    if (finding.severity != severity) continue;
    auto kind = std::find_if(kinds.begin(), kinds.end(),
                             [&](const Kind& k) { return k.front()->code == finding.code; });
    if (kind == kinds.end()) kind = kinds.insert(kinds.end(), Kind{});
    kind->push_back(&finding);
  }
  return kinds;
}

std::string item(const Finding& finding, const Wording& words) {
  std::string place;
  // A message about a whole may begin with what it is about.
  if (!finding.file.empty() && !finding.message.starts_with(finding.file)) {
    place = html_name(finding.file, 120);
  }
  if (finding.row > 0) {
    place += (place.empty() ? "" : ", ") + words.say(Word::Row, words.count(finding.row));
  }
  if (!place.empty()) place = "<span class=\"place\">" + place + ":</span> ";
  return fmt::format("<li>{}<span lang=\"en\">{}</span></li>\n", place,
                     html_text(finding.message, 600));
}

std::string box(const Kind& kind, const Grade& grade, const Wording& words) {
  const Finding& first = *kind.front();
  std::string items;
  const size_t shown = std::min(kind.size(), kShownOfKind);
  for (size_t i = 0; i < shown; ++i) items += item(*kind[i], words);
  if (kind.size() > shown) {
    items += fmt::format(
        "<li class=\"more\">{}</li>\n",
        words.say(Word::MoreOfKind, words.count(static_cast<int64_t>(kind.size() - shown))));
  }
  if (kind.size() > kMostKept) items += item(*kind.back(), words);
  std::string remedies;
  std::string_view said;
  for (size_t i = 0; i < shown; ++i) {
    if (kind[i]->remedy.empty() || kind[i]->remedy == said) continue;
    said = kind[i]->remedy;
    remedies += fmt::format("<p class=\"remedy\"><b>{}</b> <span lang=\"en\">{}.</span></p>\n",
                            words.say(Word::Remedy), html_text(said, 600));
  }
  return fmt::format(
      "<div class=\"finding {}\">\n<h3><span class=\"badge\">{}</span> {} "
      "<small>({})</small></h3>\n"
      "<ul>\n{}</ul>\n{}</div>\n",
      name(grade.severity), words.say(grade.word),
      html_text(finding_title(first.code, words.language()), 80),
      words.count(static_cast<int64_t>(kind.size())), items, remedies);
}

}  // namespace

std::string findings_section(const RunRecord& run, const Wording& words) {
  std::string body;
  for (const Grade& grade : kGrades) {
    for (const Kind& kind : kinds_of(run, grade.severity)) body += box(kind, grade, words);
  }
  if (body.empty()) {
    body = "<p>" + words.say(Word::NoFindings) + "</p>\n";
  } else {
    body = "<p class=\"note\">" + words.say(Word::FindingsLanguageNote) + "</p>\n" + body;
  }
  return section(words, Word::Findings, body);
}

}  // namespace sempurna
