#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "words/word_features.h"

namespace sempurna {

/// Where a model's folder holds one.
constexpr auto kWordsFile = "words.safetensors";

/// A linear classifier on the words of texts. In a file it is three tensors: `keys` [V] I64,
/// `idf` [V] F32, `weight` [V + 1, outputs] F32 with the biases last; a fourth,
/// `parts` I64, says which lengths of parts of words (word_terms.h) are among the keys.
class WordClassifier {
 public:
  /// `weights` are [features.columns() + 1, outputs], the biases last.
  WordClassifier(WordFeatures features, std::vector<float> weights);

  /// Throws DataCorrupt where the file is none.
  static WordClassifier read(const fs::path& file);
  void write(const fs::path& file) const;

  int64_t outputs() const { return static_cast<int64_t>(outputs_); }
  /// [texts, outputs]: of each class how much speaks for it, as a logit does.
  std::vector<float> scores(const std::vector<std::string_view>& texts) const;

 private:
  WordFeatures features_;
  std::vector<float> weights_;
  size_t outputs_;
};

/// The one in a model's folder that scores so many classes; null where there is none. Throws
/// DataCorrupt where it scores another number of them, or is damaged.
std::shared_ptr<const WordClassifier> words_of_model(const fs::path& folder, size_t classes);

}  // namespace sempurna
