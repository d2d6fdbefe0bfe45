#include "train/evaluation_record.h"

#include <algorithm>

namespace sempurna {

EvaluationRecord evaluation_record(const std::string& name, const Metrics& metrics,
                                   const std::vector<std::string>& labels) {
  EvaluationRecord record;
  record.name = name;
  record.examples = metrics.examples;
  record.metrics = summary(metrics);
  record.confusion = metrics.confusion;
  for (size_t k = 0; k < metrics.classes.size(); ++k) {
    const ClassMetrics& c = metrics.classes[k];
    record.classes.push_back({labels.at(k), c.support, c.predicted, c.precision, c.recall, c.f1});
  }
  return record;
}

std::vector<int64_t> worst_errors(const Predictions& predictions, size_t most) {
  std::vector<int64_t> wrong;
  for (int64_t i = 0; i < predictions.size(); ++i) {
    if (predictions.predicted(i) != predictions.labels[static_cast<size_t>(i)]) wrong.push_back(i);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [&](int64_t a, int64_t b) {
    return predictions.probability(a, predictions.predicted(a)) >
           predictions.probability(b, predictions.predicted(b));
  });
  wrong.resize(std::min(wrong.size(), most));
  return wrong;
}

}  // namespace sempurna
