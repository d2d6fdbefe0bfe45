#include "report/advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "report/html.h"

namespace sempurna {

namespace {

// A rise that is more than the noise of a small validation part.
constexpr double kStillRising = 0.005;
constexpr int64_t kFewEpochs = 10;
constexpr double kSmallRate = 1e-4;
constexpr size_t kMostNamed = 5;

// What is usual for larger encoders, and what the small one needs (measured: docs/results.md).
constexpr int64_t kLargeModel = 30'000'000;
constexpr double kRateOfLarge = 1e-4;
constexpr double kRateOfSmall = 3e-4;

/// How the last epoch's validation metric stands to the best before it; empty when it is not a
/// rise, or the epochs are penalties of the exact solver.
struct Rise {
  double from = 0;
  double to = 0;
};
std::optional<Rise> rise(const RunRecord& run) {
  if (run.history.size() < 2 || run.is_solved()) return std::nullopt;
  if (!run.chosen_by().starts_with("val_")) return std::nullopt;
  const auto last = figure(run.history.back().figures, run.chosen_by());
  double before = 0;
  for (size_t k = 0; k + 1 < run.history.size(); ++k) {
    before = std::max(before, figure(run.history[k].figures, run.chosen_by()).value_or(0));
  }
  if (!last || *last < before + kStillRising) return std::nullopt;
  return Rise{before, *last};
}

double better_rate(const RunRecord& run) {
  return run.model.parameters > kLargeModel ? kRateOfLarge : kRateOfSmall;
}

bool has_small_steps(const RunRecord& run) {
  const double rate = std::atof(std::string(run.setting("learning_rate")).c_str());
  return rate > 0 && rate < std::min(kSmallRate, better_rate(run));
}

/// Whether there are steps to be told how many and how large; a model of words alone has none.
bool can_train_more(const RunRecord& run) {
  return !run.setting("epochs").empty();
}

/// Whether the model had its chance: epochs enough, large steps, and a curve that rises no more.
bool is_trained_out(const RunRecord& run) {
  if (!can_train_more(run)) return true;
  return !run.is_solved() && std::atoll(std::string(run.setting("epochs")).c_str()) >= kFewEpochs &&
         !has_small_steps(run) && !rise(run);
}

/// The options of fine-tune that train more than this run did.
std::string more_training(const RunRecord& run, bool stronger) {
  if (run.is_solved()) return "--set train_only_top_layer=False";
  const int64_t epochs = std::atoll(std::string(run.setting("epochs")).c_str());
  std::string options =
      fmt::format("--epochs {}", std::clamp<int64_t>(2 * epochs, kFewEpochs, 1000));
  if (stronger && has_small_steps(run)) {
    options += fmt::format(" --learning-rate {:g}", better_rate(run));
  }
  return options;
}

struct Saying {
  Word word;
  std::vector<std::string> parts;
};

/// With `name` to show a class and `words` for numbers.
template <typename Name>
std::vector<Saying> sayings(const RunRecord& run, const Wording& words, const Name& name) {
  const EvaluationRecord* e = most_telling(run);
  const auto accuracy = e != nullptr ? figure(e->metrics, "accuracy") : std::nullopt;
  if (!accuracy || *accuracy >= 1) return {};
  std::vector<Saying> all;
  const bool nothing = e->majority_baseline && *accuracy <= *e->majority_baseline;
  const bool beaten = e->linear_baseline && *accuracy < *e->linear_baseline;
  const auto rising = rise(run);
  const bool trained_out = is_trained_out(run);
  if (nothing) all.push_back({Word::LearnedNothing, {}});
  if (beaten) {
    all.push_back({trained_out ? Word::LinearStaysBetter : Word::LinearIsBetter,
                   {words.percent(*e->linear_baseline), words.percent(*accuracy)}});
  }
  if (rising) {
    const bool share = run.chosen_by() == "val_accuracy";
    const auto shown = [&](double value) {
      return share ? words.percent(value) : words.decimal(value, 3);
    };
    all.push_back({Word::StillRising, {shown(rising->from), shown(rising->to)}});
  }
  std::string never;
  int64_t count = 0;
  for (const ClassRecord& c : e->classes) {
    if (c.examples == 0 || c.predicted > 0) continue;
    if (++count <= static_cast<int64_t>(kMostNamed)) {
      never += (never.empty() ? "" : ", ") + name(c.label);
    }
  }
  if (count > static_cast<int64_t>(kMostNamed)) never += ", …";
  if (count > 0) {
    all.push_back(
        {Word::NeverAnswered,
         {words.count(count), words.count(static_cast<int64_t>(run.data.labels.size())), never}});
  }
  if (can_train_more(run) && (nothing || rising || (beaten && !trained_out))) {
    all.push_back({Word::TryOptions, {more_training(run, nothing || beaten)}});
  }
  return all;
}

std::string said(const Saying& saying, ReportLanguage language) {
  fmt::dynamic_format_arg_store<fmt::format_context> parts;
  for (const auto& part : saying.parts) parts.push_back(part);
  return fmt::vformat(phrase(saying.word, language), parts);
}

/// "&lt;0.1%" as a terminal shows it.
std::string unescaped(std::string text) {
  for (const auto& [entity, character] : {std::pair("&lt;", "<"), std::pair("&gt;", ">")}) {
    for (size_t at; (at = text.find(entity)) != std::string::npos;) text.replace(at, 4, character);
  }
  return text;
}

}  // namespace

const EvaluationRecord* most_telling(const RunRecord& run) {
  if (const auto* test = run.evaluation("test")) return test;
  return run.evaluations.empty() ? nullptr : &run.evaluations.front();
}

std::vector<std::string> advice(const RunRecord& run, const Wording& words) {
  std::vector<std::string> all;
  const auto name = [](const std::string& label) { return html_name(label); };
  for (const auto& saying : sayings(run, words, name)) {
    all.push_back(said(saying, words.language()));
  }
  return all;
}

std::vector<std::string> plain_advice(const RunRecord& run) {
  std::vector<std::string> all;
  const auto name = [](const std::string& label) { return label; };
  for (auto& saying : sayings(run, Wording(ReportLanguage::English), name)) {
    if (saying.word != Word::NeverAnswered) {
      for (auto& part : saying.parts) part = unescaped(part);
    }
    all.push_back(said(saying, ReportLanguage::English));
  }
  return all;
}

}  // namespace sempurna
