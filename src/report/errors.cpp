#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "report/html.h"
#include "report/sections.h"
#include "report/thumbnail.h"

namespace sempurna {

namespace {

std::optional<std::string> picture_of(const WrongAnswer& error, const ReportOptions& options) {
  // A row of a file is no picture.
  if (!options.picture || error.file.empty() || error.row > 0) return std::nullopt;
  try {
    const auto bytes = options.picture(error.channel, error.file);
    return bytes ? thumbnail(*bytes) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // a picture that has gone since must not cost the report
  }
}

std::string answer_row(Word word, std::string_view kind, const std::string& name,
                       const std::optional<double>& probability, const Wording& words) {
  return fmt::format(
      "<div class=\"{0}\"><dt>{1}</dt><dd>{2}</dd><dd>{3}</dd>"
      "<dd class=\"track\"><span class=\"bar {0}\" style=\"width:{4:.1f}%\"></span></dd></div>\n",
      kind, words.say(word), html_name(name),
      probability ? words.percent(*probability) : std::string(kDash),
      100 * std::clamp(probability.value_or(0), 0.0, 1.0));
}

std::string place_of(const WrongAnswer& error, const Wording& words) {
  std::string place = html_name(error.file, 80);
  if (error.row > 0) place += ", " + words.say(Word::Row, words.count(error.row));
  return place;
}

std::string card(const WrongAnswer& error, const Wording& words, const ReportOptions& options) {
  std::string shown;
  if (!error.text.empty()) {
    shown = fmt::format("<blockquote dir=\"auto\">{}</blockquote>\n", html_text(error.text));
  } else if (const auto jpeg = picture_of(error, options)) {
    shown = fmt::format("<div class=\"picture\"><img src=\"{}\" alt=\"{}\"></div>\n",
                        jpeg_uri(*jpeg), html_text(error.file, 100));
  } else {
    shown = fmt::format("<div class=\"picture\">{}</div>\n", words.say(Word::NoPicture));
  }
  return fmt::format(
      "<li>\n{}<dl>\n{}{}</dl>\n<p class=\"place\">{}</p>\n</li>\n", shown,
      answer_row(Word::Answer, "wrong", error.predicted, error.predicted_probability, words),
      answer_row(Word::Label, "plain", error.label, error.label_probability, words),
      place_of(error, words));
}

}  // namespace

std::string errors_section(const RunRecord& run, const Wording& words,
                           const ReportOptions& options) {
  std::string body;
  for (const auto& e : run.evaluations) {
    if (e.worst_errors.empty()) {
      if (figure(e.metrics, "accuracy") != 1) continue;
      body += evaluation_heading(run, words, e) + "<p>" + words.say(Word::NoErrors) + "</p>\n";
      continue;
    }
    body += evaluation_heading(run, words, e);
    const bool texts = std::any_of(e.worst_errors.begin(), e.worst_errors.end(),
                                   [](const WrongAnswer& error) { return !error.text.empty(); });
    body += fmt::format("<p class=\"note\">{}</p>\n<ul class=\"errors {}\">\n",
                        words.say(Word::WorstErrorsNote), texts ? "texts" : "pictures");
    for (const auto& error : e.worst_errors) body += card(error, words, options);
    body += "</ul>\n";
  }
  return body.empty() ? body : section(words, Word::WorstErrors, body);
}

}  // namespace sempurna
