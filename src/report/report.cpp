#include "report/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/html.h"
#include "report/sections.h"
#include "report/style.h"

namespace sempurna {

std::string section(const Wording& words, Word heading, const std::string& body) {
  return fmt::format("<section>\n<h2>{}</h2>\n{}</section>\n", words.say(heading), body);
}

std::string evaluation_heading(const RunRecord& run, const Wording& words,
                               const EvaluationRecord& evaluation) {
  if (run.evaluations.size() < 2) return {};
  return fmt::format("<h3>{}</h3>\n", words.say(Word::EvaluatedOn, words.data(evaluation.name),
                                                words.examples(evaluation.examples)));
}

std::string render_report(const RunRecord& record, const ReportOptions& options) {
  RunRecord run = record;
  // What says most comes first: test data had no part in choosing the epoch.
  std::stable_partition(run.evaluations.begin(), run.evaluations.end(),
                        [](const auto& evaluation) { return evaluation.name == "test"; });
  const std::string_view language = run.setting("report_language");
  const Wording words(language.empty() ? ReportLanguage::English : report_language(language));
  // The policy is a second wall behind the escaping: the page may run and load nothing.
  std::string html = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
      "style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n",
      words.code(), words.say(Word::TitleOf, html_text(run.parent.model_id, 100)), kReportStyle);
  html += headline_section(run, words);
  html += circumstances_section(options.circumstances, words);
  html += curves_section(run, words);
  html += confusion_section(run, words);
  html += classes_section(run, words);
  html += errors_section(run, words, options);
  html += balance_section(run, words);
  html += findings_section(run, words);
  html += settings_section(run, words);
  html += fmt::format("<footer>{}</footer>\n</main>\n</body>\n</html>\n", words.say(Word::Footer));
  return html;
}

void write_report(const RunRecord& run, const ReportOptions& options, const fs::path& file) {
  write_file_atomic(file, render_report(run, options));
}

}  // namespace sempurna
