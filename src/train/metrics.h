#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/choices.h"
#include "report/run_record.h"

namespace sempurna {

/// What a model answered on a data set, in the data set's order.
struct Predictions {
  int64_t classes = 0;                ///< K, at least 2, in binary mode as well
  std::vector<double> probabilities;  ///< N × K
  std::vector<int64_t> labels;        ///< N, the true classes
  double loss = 0;                    ///< mean over the examples, penalty included

  int64_t size() const { return static_cast<int64_t>(labels.size()); }
  double probability(int64_t example, int64_t of_class) const {
    return probabilities[static_cast<size_t>(example * classes + of_class)];
  }
  /// The class with the highest probability, the first of equals; in binary mode the second class
  /// needs more than one half, as in Keras.
  int64_t predicted(int64_t example) const;
};

struct ClassMetrics {
  int64_t support = 0;    ///< examples of the class
  int64_t predicted = 0;  ///< answers with the class
  double precision = 0;   ///< 0 when it was never answered
  double recall = 0;      ///< 0 when there was no example
  double f1 = 0;          ///< 0 when both are
};

/// The second class as the positive one.
struct BinaryMetrics {
  double precision = 0;  ///< at probability one half
  double recall = 0;
  double auc = 0;  ///< area under the ROC curve, exact
  double prc = 0;  ///< area under the precision-recall curve, exact
};

/// All figures of one evaluation.
struct Metrics {
  int64_t examples = 0;
  double loss = 0;
  double accuracy = 0;
  double macro_f1 = 0;                          ///< mean over the classes that have examples
  std::vector<std::vector<int64_t>> confusion;  ///< [true][answered]
  std::vector<ClassMetrics> classes;
  std::optional<BinaryMetrics> binary;  ///< in binary mode

  /// All but accuracy only in binary mode.
  double value(EvalMetric metric) const;
};

Metrics compute_metrics(const Predictions& predictions, bool binary_mode);

/// "loss", "accuracy", in binary mode "precision", "recall", "auc", "prc", then "macro_f1", each
/// name behind `prefix`.
Figures summary(const Metrics& metrics, const std::string& prefix = "");

}  // namespace sempurna
