#pragma once

#include <cstdint>
#include <optional>

#include "dataset/finding.h"
#include "train/evaluate.h"

namespace sempurna {

/// What the words alone come to, where they answer in place of the whole.
struct WordsAlone {
  Predictions predictions;  ///< theirs on the validation part
  Finding finding;
};

/// A network beside the words must be worth its place: unless the whole model, which answered
/// `trained` on the validation part, is clearly right more often there than the words alone, its
/// classification layer is set to nothing, and the words' scores are the answer. Clearly: the texts
/// that only the whole is right about are more than those that only the words are right about by
/// more than one standard error of that difference (the square root of both together; McNemar
/// 1947). Nothing where the network stays, or where there is none.
std::optional<WordsAlone> words_alone_without_clear_gain(Model& model, ExampleSource& validation,
                                                         const TrainingPlan& plan, int64_t classes,
                                                         const Predictions& trained);

}  // namespace sempurna
