#include <fmt/format.h>

#include <algorithm>

#include "report/chart.h"
#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

// Values of one metric by epoch; empty when no epoch has it.
std::vector<std::optional<double>> values_of(const RunRecord& run, const std::string& name) {
  std::vector<std::optional<double>> values;
  for (const auto& epoch : run.history) values.push_back(figure(epoch.figures, name));
  if (std::none_of(values.begin(), values.end(), [](const auto& v) { return v.has_value(); })) {
    values.clear();
  }
  return values;
}

std::string chart_of(const RunRecord& run, const Wording& words, const std::string& name,
                     const std::string& title, bool shares) {
  Chart chart;
  chart.title = title;
  chart.shares = shares;
  if (run.chosen_by().starts_with("val_")) chart.best_epoch = run.best_epoch;
  auto training = values_of(run, name);
  auto validation = values_of(run, "val_" + name);
  if (!training.empty()) {
    chart.lines.push_back({words.say(Word::Training), "training", std::move(training)});
  }
  if (!validation.empty()) {
    chart.lines.push_back({words.say(Word::Validation), "validation", std::move(validation)});
  }
  return draw_chart(chart, words);
}

std::string by_epoch(const RunRecord& run, const Wording& words) {
  // The first epoch has every metric that the others have.
  std::string head = "<th scope=\"col\"><code>epoch</code></th>";
  for (const auto& [name, value] : run.history.front().figures) {
    head += fmt::format("<th scope=\"col\"><code>{}</code></th>", html_text(name, 60));
  }
  std::string rows;
  for (const auto& epoch : run.history) {
    rows += fmt::format("<tr><td>{}</td>", words.count(epoch.epoch));
    for (const auto& [name, first] : run.history.front().figures) {
      const auto value = figure(epoch.figures, name);
      rows +=
          fmt::format("<td>{}</td>", value ? words.decimal(*value, name == "learning_rate" ? 6 : 4)
                                           : std::string(kDash));
    }
    rows += "</tr>\n";
  }
  return fmt::format(
      "<details><summary>{}</summary>\n<div class=\"scroll\"><table class=\"numbers\">\n"
      "<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody></table></div></details>\n",
      words.say(Word::ByEpoch), head, rows);
}

}  // namespace

std::string curves_section(const RunRecord& run, const Wording& words) {
  if (run.history.empty()) {
    return section(words, Word::Curves, "<p>" + words.say(Word::NoHistory) + "</p>\n");
  }
  std::string charts = chart_of(run, words, "loss", words.say(Word::Loss), false);
  charts += chart_of(run, words, "accuracy", words.say(Word::Accuracy), true);
  const std::string chosen =
      run.chosen_by().starts_with("val_") ? run.chosen_by().substr(4) : run.chosen_by();
  if (chosen != "accuracy" && chosen != "loss") {
    const auto title = chosen == "auc"         ? words.say(Word::Auc)
                       : chosen == "prc"       ? words.say(Word::Prc)
                       : chosen == "precision" ? words.say(Word::Precision)
                       : chosen == "recall"    ? words.say(Word::Recall)
                                               : html_text(chosen, 60);
    charts += chart_of(run, words, chosen, title, chosen == "precision" || chosen == "recall");
  }
  return section(words, Word::Curves,
                 fmt::format("<div class=\"charts\">\n{}</div>\n<p class=\"note\">{}</p>\n{}",
                             charts, words.say(Word::CurvesNote), by_epoch(run, words)));
}

}  // namespace sempurna
