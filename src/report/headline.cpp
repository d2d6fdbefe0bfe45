#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "catalog/tasks.h"
#include "report/advice.h"
#include "report/html.h"
#include "report/sections.h"

namespace sempurna {

namespace {

struct Interval {
  double low = 0;
  double high = 0;
};

/// Where a share seen on `n` examples may truly lie, at 95%. Source: E. B. Wilson, Probable
/// Inference, JASA 22 (1927).
Interval wilson(double share, int64_t n) {
  const double z = 1.959964;
  const double count = static_cast<double>(n);
  const double middle = share + z * z / (2 * count);
  const double half = z * std::sqrt(share * (1 - share) / count + z * z / (4 * count * count));
  const double whole = 1 + z * z / count;
  return {std::max(0.0, (middle - half) / whole), std::min(1.0, (middle + half) / whole)};
}

// As train's baseline has it: the first of the classes that are commonest in training.
std::string commonest_class(const RunRecord& run, const Wording& words) {
  const auto& counts = run.data.training;
  if (!counts.empty()) {
    const auto most = std::max_element(counts.begin(), counts.end());
    return html_name(run.data.labels[static_cast<size_t>(most - counts.begin())]);
  }
  return words.say(Word::CommonestClass);
}

std::string fact(const std::string& name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

// "second (sempurna-ic-small → first → second)", of a card its id alone.
std::string parent(const RunRecord& run) {
  if (run.ancestry.names.size() < 2) return html_name(run.parent.model_id, 100);
  std::string chain;
  for (const auto& name : run.ancestry.names) {
    chain += (chain.empty() ? "" : " → ") + html_name(name, 100);
  }
  return fmt::format("{} ({})", html_name(run.ancestry.names.back(), 100), chain);
}

std::string facts(const RunRecord& run, const Wording& words) {
  std::string list = "<dl class=\"facts\">\n";
  if (const auto task = choice_named<Task>(run.task)) {
    list += fact(words.say(Word::Task), std::string(facts_of(*task).title.in(words.language())));
  } else if (!run.task.empty()) {
    list += fact(words.say(Word::Task), html_name(run.task));
  }
  if (!run.parent.model_id.empty()) list += fact(words.say(Word::Parent), parent(run));
  if (!run.ancestry.licence.empty())
    list += fact(words.say(Word::Licence), html_text(run.ancestry.licence, 200));
  if (!run.parent.model_type.empty())
    list += fact(words.say(Word::Family), html_name(run.parent.model_type));
  if (run.model.parameters > 0) {
    const std::string all = words.count(run.model.parameters);
    list += fact(
        words.say(Word::Parameters),
        run.model.trained_parameters == run.model.parameters
            ? words.say(Word::AllParametersTrained, all)
            : words.say(Word::ParametersTrained, all, words.count(run.model.trained_parameters)));
  }
  if (!run.precision.empty()) list += fact(words.say(Word::Arithmetic), html_name(run.precision));
  return list + "</dl>\n";
}

/// Beside what the model must stand, and how it does.
std::string comparison(const RunRecord& run, const EvaluationRecord& e, const Interval& likely,
                       const Wording& words) {
  const double guessing = *e.majority_baseline;
  const auto share = [&](double value) { return "<b>" + words.percent(value) + "</b>"; };
  std::string text =
      words.say(Word::BaselineShare, commonest_class(run, words), share(guessing)) + " ";
  if (!e.linear_baseline) {
    return text + words.say(likely.low > guessing    ? Word::ClearlyBetter
                            : likely.high < guessing ? Word::ClearlyWorse
                                                     : Word::NotClearlyBetter);
  }
  const auto task = choice_named<Task>(run.task);
  text += words.say(Word::LinearShare,
                    task ? std::string(facts_of(*task).features.in(words.language()))
                         : words.say(Word::SimpleFeatures),
                    share(*e.linear_baseline));
  const double best = std::max(guessing, *e.linear_baseline);
  return text + " " +
         words.say(likely.low > best    ? Word::ClearlyBetterThanBoth
                   : likely.high < best ? Word::ClearlyWorseThanBest
                                        : Word::NotClearlyBetterThanBoth);
}

std::string verdict(const RunRecord& run, const EvaluationRecord& e, double accuracy,
                    const Wording& words) {
  std::string text = words.say(Word::RightShare, words.data(e.name), words.examples(e.examples),
                               "<b>" + words.percent(accuracy) + "</b>");
  const Interval likely = wilson(std::clamp(accuracy, 0.0, 1.0), e.examples);
  if (e.majority_baseline) text += " " + comparison(run, e, likely, words);
  text += " " + words.say(Word::Uncertainty, words.examples(e.examples), words.percent(likely.low),
                          words.percent(likely.high));
  return "<p class=\"verdict\">" + text + "</p>\n";
}

std::string advice_list(const RunRecord& run, const Wording& words) {
  std::string list;
  for (const auto& sentence : advice(run, words)) list += "<li>" + sentence + "</li>\n";
  return list.empty() ? list : "<ul class=\"advice\">\n" + list + "</ul>\n";
}

std::string tile(const std::string& name, const std::string& value) {
  return fmt::format("<div class=\"tile\"><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

// With a bar, so that two of them are compared at a glance.
std::string share_tile(Word name, double share, std::string_view kind, const Wording& words) {
  return fmt::format(
      "<div class=\"tile\"><dt>{}</dt><dd>{}</dd><dd class=\"track\"><span class=\"bar {}\" "
      "style=\"width:{:.1f}%\"></span></dd></div>\n",
      words.say(name), words.percent(share), kind, 100 * std::clamp(share, 0.0, 1.0));
}

std::string tiles(const RunRecord& run, const EvaluationRecord* e, const Wording& words) {
  std::string list;
  if (e != nullptr) {
    const auto accuracy = figure(e->metrics, "accuracy");
    const auto macro_f1 = figure(e->metrics, "macro_f1");
    if (accuracy) list += share_tile(Word::Accuracy, *accuracy, "good", words);
    if (e->majority_baseline) {
      list += share_tile(Word::MajorityBaseline, *e->majority_baseline, "plain", words);
    }
    if (e->linear_baseline) {
      list += share_tile(Word::LinearBaseline, *e->linear_baseline, "plain", words);
    }
    if (macro_f1) list += tile(words.say(Word::MacroF1), words.decimal(*macro_f1, 3));
  }
  if (run.best_epoch > 0 && !run.history.empty()) {
    list += tile(words.say(run.chosen_by().starts_with("val_") ? Word::BestEpoch : Word::LastEpoch),
                 words.say(Word::CountOf, words.count(run.best_epoch),
                           words.count(static_cast<int64_t>(run.history.size()))));
  }
  return list.empty() ? list : "<dl class=\"tiles\">\n" + list + "</dl>\n";
}

// The name of a metric's column, and whether its values are shares.
struct Column {
  Word name;
  const char* metric;
  bool share;
};
constexpr Column kColumns[] = {
    {Word::Accuracy, "accuracy", true}, {Word::MacroF1, "macro_f1", false},
    {Word::Loss, "loss", false},        {Word::Precision, "precision", true},
    {Word::Recall, "recall", true},     {Word::Auc, "auc", false},
    {Word::Prc, "prc", false},
};

std::string figures(const RunRecord& run, const Wording& words) {
  const auto shown = [&](const Column& column) {
    return std::any_of(run.evaluations.begin(), run.evaluations.end(),
                       [&](const auto& e) { return figure(e.metrics, column.metric).has_value(); });
  };
  std::string head = fmt::format("<th scope=\"col\">{}</th><th scope=\"col\">{}</th>",
                                 words.say(Word::DataColumn), words.say(Word::Support));
  for (const Column& column : kColumns) {
    if (shown(column)) head += fmt::format("<th scope=\"col\">{}</th>", words.say(column.name));
  }
  const bool linear = std::any_of(run.evaluations.begin(), run.evaluations.end(),
                                  [](const auto& e) { return e.linear_baseline.has_value(); });
  head += fmt::format("<th scope=\"col\">{}</th>", words.say(Word::MajorityBaseline));
  if (linear) head += fmt::format("<th scope=\"col\">{}</th>", words.say(Word::LinearBaseline));
  std::string rows;
  for (const auto& e : run.evaluations) {
    rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>", words.data(e.name),
                        words.count(e.examples));
    for (const Column& column : kColumns) {
      if (!shown(column)) continue;
      const auto value = figure(e.metrics, column.metric);
      rows += fmt::format("<td>{}</td>", !value         ? std::string(kDash)
                                         : column.share ? words.percent(*value)
                                                        : words.decimal(*value, 4));
    }
    const auto share = [&](const std::optional<double>& value) {
      rows += fmt::format("<td>{}</td>", value ? words.percent(*value) : std::string(kDash));
    };
    share(e.majority_baseline);
    if (linear) share(e.linear_baseline);
    rows += "</tr>\n";
  }
  return fmt::format(
      "<div class=\"scroll\"><table class=\"numbers\">\n<thead><tr>{}</tr></thead>\n"
      "<tbody>\n{}</tbody></table></div>\n",
      head, rows);
}

}  // namespace

std::string headline_section(const RunRecord& run, const Wording& words) {
  std::string html = fmt::format("<header>\n<p class=\"brand\">Sempurna</p>\n<h1>{}</h1>\n{}",
                                 words.say(Word::Title), facts(run, words));
  html += "</header>\n";
  const EvaluationRecord* e = most_telling(run);
  std::string body = tiles(run, e, words);
  if (e == nullptr) {
    body += "<p class=\"verdict\">" + words.say(Word::NothingMeasured) + "</p>\n";
    return html + section(words, Word::Headline, body);
  }
  const auto accuracy = figure(e->metrics, "accuracy");
  if (accuracy && e->examples > 0) {
    body += verdict(run, *e, *accuracy, words);
  }
  body += advice_list(run, words);
  body += figures(run, words);
  if (run.binary_mode() && run.data.labels.size() == 2) {
    body += "<p class=\"note\">" + words.say(Word::PositiveClass, html_name(run.data.labels[1])) +
            "</p>\n";
  }
  std::string how = words.say(Word::HowAccuracy);
  if (run.chosen_by().starts_with("val_")) how += " " + words.say(Word::HowBestEpoch);
  body += fmt::format("<p class=\"how\"><b>{}</b> {}</p>\n", words.say(Word::HowToRead), how);
  return html + section(words, Word::Headline, body);
}

}  // namespace sempurna
