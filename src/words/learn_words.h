#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "words/word_classifier.h"

namespace sempurna {

struct LearntWords {
  WordClassifier classifier;
  /// [texts, classes]: each training text's scores by a classifier that has not seen it, so that
  /// whoever learns from them learns how far words can be trusted (stacking: Wolpert 1992).
  std::vector<float> unseen;
};

struct LearnWordsOptions {
  int64_t classes = 2;
  int threads = 1;
  std::function<void()> alive = {};  ///< called now and then, and may throw to stop
};

/// Fits a classifier to texts and their classes, [0, classes). Its penalty is the one by which
/// texts that were left out are told best, its scores are stretched so that their softmax is
/// believed no more than it is worth there. Of very many texts a sample is fitted to. A pure
/// function of texts and labels.
LearntWords learn_words(const std::vector<std::string_view>& texts, std::span<const int64_t> labels,
                        const LearnWordsOptions& options);

}  // namespace sempurna
