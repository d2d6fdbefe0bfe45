#include <fmt/format.h>

#include "catalog/hyperparameters.h"
#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

std::string unused_names(const RunRecord& run) {
  std::string names;
  for (const auto& [name, value] : run.hyperparameters) {
    if (is_of_steps(name))
      names += fmt::format("{}<code>{}</code>", names.empty() ? "" : ", ", name);
  }
  return names;
}

}  // namespace

std::string settings_section(const RunRecord& run, const Wording& words) {
  if (run.hyperparameters.empty()) return {};
  std::string rows;
  for (const auto& [name, value] : run.hyperparameters) {
    rows +=
        fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html_name(name), html_name(value, 80));
  }
  std::string note = words.say(Word::SettingsCaption);
  const std::string unused = run.is_solved() ? unused_names(run) : "";
  if (!unused.empty()) note += " " + words.say(Word::SettingsOfSolved, unused);
  if (!run.chosen_by().empty()) {
    note += fmt::format(" {} <code>{}</code>.", words.say(Word::ChosenBy),
                        html_text(run.chosen_by(), 60));
  }
  return section(
      words, Word::Settings,
      fmt::format("<p class=\"note\">{}</p>\n<dl class=\"settings\">\n{}</dl>\n", note, rows));
}

}  // namespace sempurna
