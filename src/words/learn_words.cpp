#include "words/learn_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/parallel.h"
#include "base/random.h"
#include "words/word_terms.h"

namespace sempurna {

namespace {

// Of many texts two thirds say nearly as much as four fifths.
constexpr size_t kFolds = 5;
constexpr size_t kFoldsOfMany = 3;
constexpr size_t kManyTexts = 20'000;
// Of the mean loss, times the number of texts; as strong as scikit-learn's C = 1 … 100. The
// strongest first: each solution is where the next begins.
constexpr std::array kPenalties = {1.0, 0.3, 0.1, 0.03, 0.01};
// From so many texts on one fold tells the penalties apart well enough, fitted to kManyTexts at
// most.
constexpr size_t kFewTexts = 2000;
// So many weights keep the file below 20 MB, so many terms, of all classes, a fit within
// seconds and its memory below half a GB.
constexpr size_t kMostWeights = 1'000'000;
constexpr size_t kMostTerms = 20'000'000;
constexpr uint64_t kFoldKey = 0x776f726473;
constexpr float kLeastStretch = 0.05F;
constexpr float kMostStretch = 4;

/// Some rows, with the labels that go with them.
struct Rows {
  SparseRows rows;
  std::vector<int64_t> labels;
};

void append(Rows& to, const SparseRows& from, size_t i, int64_t label) {
  for (size_t at = from.starts[i]; at < from.starts[i + 1]; ++at)
    to.rows.add(from.columns[at], from.values[at]);
  to.rows.end_row();
  to.labels.push_back(label);
}

/// The mean cross-entropy of scores that are stretched so.
double loss_of(std::span<const float> scores, std::span<const int64_t> labels, size_t classes,
               float stretch) {
  double loss = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const float* row = scores.data() + i * classes;
    const float most = stretch * *std::max_element(row, row + classes);
    double sum = 0;
    for (size_t k = 0; k < classes; ++k) sum += std::exp(double{stretch * row[k] - most});
    loss += std::log(sum) + double{most} - double{stretch * row[static_cast<size_t>(labels[i])]};
  }
  return loss / static_cast<double>(std::max<size_t>(1, labels.size()));
}

/// By which the loss is least: it is convex in the stretch.
float best_stretch(std::span<const float> scores, std::span<const int64_t> labels, size_t classes) {
  constexpr float kGolden = 0.618034F;
  float low = kLeastStretch;
  float high = kMostStretch;
  for (int step = 0; step < 24; ++step) {
    const float a = high - kGolden * (high - low);
    const float b = low + kGolden * (high - low);
    if (loss_of(scores, labels, classes, a) <= loss_of(scores, labels, classes, b)) {
      high = b;
    } else {
      low = a;
    }
  }
  return (low + high) / 2;
}

/// The texts' rows in folds that are left out in turn.
class Folds {
 public:
  Folds(SparseRows rows, std::span<const int64_t> labels, size_t columns,
        const LearnWordsOptions& options)
      : rows_(std::move(rows)),
        labels_(labels),
        columns_(columns),
        options_(options),
        folds_(rows_.size() < kManyTexts ? kFolds : kFoldsOfMany) {
    const Permutation shuffled(rows_.size(), kFoldKey);
    for (size_t k = 0; k < rows_.size(); ++k) order_.push_back(shuffled(k));
  }

  static constexpr size_t kNone = kFolds;

  /// The weights of `most` texts that are not in a fold.
  std::vector<float> fit(size_t fold, double penalty, std::vector<float> start,
                         size_t most = SIZE_MAX) const {
    Rows used;
    for (size_t k = 0; k < order_.size() && used.rows.size() < most; ++k)
      if (k % folds_ != fold) append(used, rows_, order_[k], labels_[order_[k]]);
    return SoftmaxRegression(used.rows, used.labels, options_.classes, columns_,
                             penalty / static_cast<double>(used.rows.size()), options_.alive,
                             std::move(start))
        .weights();
  }

  double loss(size_t fold, std::span<const float> weights) const {
    Rows left_out;
    for (size_t k = fold; k < order_.size(); k += folds_)
      append(left_out, rows_, order_[k], labels_[order_[k]]);
    const auto classes = static_cast<size_t>(options_.classes);
    return loss_of(scores_of(left_out.rows, weights, classes), left_out.labels, classes, 1);
  }

  /// The penalty by which folds that are left out are told best.
  double choose_penalty() const {
    const size_t folds = rows_.size() < kFewTexts ? folds_ : 1;
    std::vector<std::array<double, kPenalties.size()>> losses(folds);
    parallel_for(static_cast<int64_t>(folds), options_.threads, [&](int64_t fold) {
      const auto f = static_cast<size_t>(fold);
      std::vector<float> weights;
      for (size_t p = 0; p < kPenalties.size(); ++p) {
        weights = fit(f, kPenalties[p], std::move(weights), kManyTexts);
        losses[f][p] = loss(f, weights);
      }
    });
    std::array<double, kPenalties.size()> sums{};
    for (const auto& of_fold : losses)
      for (size_t p = 0; p < sums.size(); ++p) sums[p] += of_fold[p];
    return kPenalties[static_cast<size_t>(std::min_element(sums.begin(), sums.end()) -
                                          sums.begin())];
  }

  /// Of each row by the weights of all folds but its own.
  std::vector<float> unseen(double penalty) const {
    const auto classes = static_cast<size_t>(options_.classes);
    std::vector<float> all(rows_.size() * classes);
    parallel_for(static_cast<int64_t>(folds_), options_.threads, [&](int64_t fold) {
      const auto f = static_cast<size_t>(fold);
      const std::vector<float> weights = fit(f, penalty, {});
      Rows one;
      for (size_t k = f; k < order_.size(); k += folds_) {
        one = {};
        append(one, rows_, order_[k], 0);
        const std::vector<float> scores = scores_of(one.rows, weights, classes);
        std::ranges::copy(scores, all.begin() + static_cast<std::ptrdiff_t>(order_[k] * classes));
      }
    });
    return all;
  }

 private:
  SparseRows rows_;
  std::span<const int64_t> labels_;
  size_t columns_;
  const LearnWordsOptions& options_;
  size_t folds_;
  std::vector<size_t> order_;
};

/// About how many terms a text has, of its words and pairs and, with them, of their parts.
size_t terms_of_text(std::string_view text, bool with_parts) {
  constexpr size_t kBytesOfAWord = 7;
  const size_t words = std::min(kMostWords, static_cast<size_t>(std::ranges::count(text, ' ')) + 1);
  const size_t parts = 2 * std::min(text.size(), kBytesOfAWord * kMostWords);
  return 2 * words + (with_parts ? parts : 0);
}

/// Whether all texts are fitted to though the parts of their words are terms, too: where they are
/// not, more texts tell more than parts do.
bool parts_fit(const std::vector<std::string_view>& texts, size_t classes) {
  size_t terms = 0;
  for (const auto text : texts) terms += classes * terms_of_text(text, true);
  return terms <= kMostTerms;
}

/// The texts that are fitted to, in their order: all, or of an order without preference as many as
/// have the most terms.
std::vector<size_t> sample(const std::vector<std::string_view>& texts, size_t classes) {
  const Permutation shuffled(texts.size(), kFoldKey);
  std::vector<size_t> chosen;
  size_t terms = 0;
  for (size_t k = 0; k < texts.size() && (k < kFolds * classes || terms < kMostTerms); ++k) {
    chosen.push_back(shuffled(k));
    terms += classes * terms_of_text(texts[chosen.back()], false);
  }
  std::ranges::sort(chosen);
  return chosen;
}

}  // namespace

LearntWords learn_words(const std::vector<std::string_view>& texts, std::span<const int64_t> labels,
                        const LearnWordsOptions& options) {
  const auto classes = static_cast<size_t>(options.classes);
  const std::vector<size_t> chosen = sample(texts, classes);
  const auto chosen_from = [&](const auto& all) {
    std::vector<std::ranges::range_value_t<decltype(all)>> some;
    for (const size_t i : chosen) some.push_back(all[i]);
    return some;
  };
  const std::vector<std::string_view> used = chosen_from(texts);
  WordFeatures features(used, kMostWeights / classes, parts_fit(texts, classes));
  SparseRows rows = features.rows(used);
  const std::vector<int64_t> used_labels = chosen_from(labels);
  const Folds folds(std::move(rows), used_labels, features.columns(), options);
  const double penalty = folds.choose_penalty();
  std::vector<float> left_out = folds.unseen(penalty);
  std::vector<float> weights = folds.fit(Folds::kNone, penalty, {});
  const float stretch = best_stretch(left_out, used_labels, classes);
  for (float& w : weights) w *= stretch;
  for (float& score : left_out) score *= stretch;
  WordClassifier classifier(std::move(features), std::move(weights));
  // Those beyond the sample were not seen at all.
  std::vector<float> unseen = classifier.scores(texts);
  for (size_t k = 0; k < chosen.size(); ++k)
    std::copy_n(left_out.begin() + static_cast<std::ptrdiff_t>(k * classes), classes,
                unseen.begin() + static_cast<std::ptrdiff_t>(chosen[k] * classes));
  return {std::move(classifier), std::move(unseen)};
}

}  // namespace sempurna
