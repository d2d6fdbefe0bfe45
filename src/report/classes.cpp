#include <fmt/format.h>

#include <algorithm>

#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

// A share with a bar behind it, or a dash.
std::string share_cell(const std::optional<double>& share, bool known, const Wording& words) {
  if (!share || !known) return fmt::format("<td>{}</td>", kDash);
  return fmt::format("<td class=\"share\" style=\"--s:{:.3f}\">{}</td>",
                     std::clamp(*share, 0.0, 1.0), words.percent(*share));
}

std::string table(const std::vector<ClassRecord>& classes, bool weakest_first,
                  const Wording& words) {
  std::string head =
      fmt::format("<th scope=\"col\" class=\"name\">{}</th>", words.say(Word::Class));
  for (const Word word : {Word::Precision, Word::Recall, Word::F1, Word::Support, Word::Answers}) {
    head += fmt::format("<th scope=\"col\">{}</th>", words.say(word));
  }
  std::string rows;
  bool dash = false;
  for (const auto& c : classes) {
    const bool any = c.examples > 0 || c.predicted > 0;
    dash = dash || c.examples == 0 || c.predicted == 0;
    rows += fmt::format(
        "<tr><th scope=\"row\" class=\"name\">{}</th>{}{}{}<td>{}</td><td>{}</td></tr>\n",
        html_name(c.label), share_cell(c.precision, c.predicted > 0, words),
        share_cell(c.recall, c.examples > 0, words), share_cell(c.f1, any, words),
        words.count(c.examples), words.count(c.predicted));
  }
  std::string caption = words.say(Word::ClassesCaption);
  if (weakest_first) caption += " " + words.say(Word::ClassesWeakestFirst);
  if (dash) caption += " " + words.say(Word::DashNote);
  return fmt::format(
      "<p class=\"note\">{}</p>\n<div class=\"scroll\"><table class=\"numbers\">\n"
      "<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
      caption, head, rows);
}

}  // namespace

std::string classes_section(const RunRecord& run, const Wording& words) {
  std::string body;
  for (const auto& e : run.evaluations) {
    if (e.classes.empty()) continue;
    std::vector<ClassRecord> classes = e.classes;
    // Few classes stay in the order of the matrix above; of many, nobody looks for the good ones.
    const bool weakest_first = classes.size() > kMostMatrixClasses;
    if (weakest_first) {
      std::stable_sort(classes.begin(), classes.end(), [](const auto& a, const auto& b) {
        return a.f1.value_or(0) < b.f1.value_or(0);
      });
    }
    body += evaluation_heading(run, words, e) + table(classes, weakest_first, words);
  }
  return body.empty() ? body : section(words, Word::Classes, body);
}

}  // namespace sempurna
