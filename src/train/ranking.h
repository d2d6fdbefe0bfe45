#pragma once

#include <cstdint>
#include <span>

namespace sempurna {

/// The area under the ROC curve: the probability that a positive example scores above a negative
/// one, ties counted half. Exact over all thresholds, where Keras approximates with 200.
/// `labels` are 0 or 1. 0 when one of the two is absent, as in Keras.
double roc_auc(std::span<const double> scores, std::span<const int64_t> labels);

/// The area under the precision-recall curve, interpolated between neighbouring thresholds as in
/// Davis and Goadrich 2006, which is what Keras' AUC(curve="PR") tends to as its 200 thresholds
/// become many. Exact over all thresholds. 0 when there is no positive example.
double pr_auc(std::span<const double> scores, std::span<const int64_t> labels);

}  // namespace sempurna
