#include "train/clear_gain.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <cmath>
#include <utility>
#include <vector>

#include "train/trainer.h"

namespace sempurna {
namespace {

struct Comparison {
  int64_t whole = 0;  ///< texts that the whole is right about
  int64_t words = 0;
  int64_t differ = 0;  ///< that one alone is right about
};

Comparison compare(const Predictions& whole, const Predictions& words) {
  Comparison found;
  for (int64_t k = 0; k < whole.size(); ++k) {
    const int64_t label = whole.labels[static_cast<size_t>(k)];
    const bool by_whole = whole.predicted(k) == label;
    const bool by_words = words.predicted(k) == label;
    found.whole += by_whole ? 1 : 0;
    found.words += by_words ? 1 : 0;
    found.differ += by_whole != by_words ? 1 : 0;
  }
  return found;
}

Finding told(const Comparison& found, int64_t texts) {
  Finding finding;
  finding.severity = Severity::Warning;
  finding.code = "words-alone";
  finding.message = fmt::format(
      "of the {} texts held out the trained network with the words is right about {}, the words "
      "alone about {}: not clearly better, so the words alone answer",
      texts, found.whole, found.words);
  finding.remedy =
      "give more examples, or set word_features to False to have the network's answers alone";
  return finding;
}

}  // namespace

std::optional<WordsAlone> words_alone_without_clear_gain(Model& model, ExampleSource& validation,
                                                         const TrainingPlan& plan, int64_t classes,
                                                         const Predictions& trained) {
  if (model.classification_weight().numel() == 0) return std::nullopt;
  const at::NoGradGuard no_gradients;
  std::vector<std::pair<Tensor, Tensor>> layer;  // and what it was
  for (const Parameter& parameter : model.parameters()) {
    if (parameter.part != Part::Head || parameter.buffer) continue;
    layer.emplace_back(parameter.tensor, parameter.tensor.clone());
    Tensor(parameter.tensor).zero_();
  }
  Predictions words = evaluate(model, validation, plan, classes, kEvaluationBatch);
  const Comparison found = compare(trained, words);
  if (static_cast<double>(found.whole - found.words) >
      std::sqrt(static_cast<double>(found.differ))) {
    for (auto& [tensor, before] : layer) tensor.copy_(before);
    return std::nullopt;
  }
  return WordsAlone{std::move(words), told(found, trained.size())};
}

}  // namespace sempurna
