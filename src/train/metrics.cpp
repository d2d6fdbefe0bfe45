#include "train/metrics.h"

#include "base/error.h"
#include "train/ranking.h"

namespace sempurna {

namespace {

double share(int64_t part, int64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

ClassMetrics class_metrics(const std::vector<std::vector<int64_t>>& confusion, size_t k) {
  ClassMetrics c;
  for (size_t j = 0; j < confusion.size(); ++j) {
    c.support += confusion[k][j];
    c.predicted += confusion[j][k];
  }
  c.precision = share(confusion[k][k], c.predicted);
  c.recall = share(confusion[k][k], c.support);
  c.f1 = share(2 * confusion[k][k], c.predicted + c.support);
  return c;
}

BinaryMetrics binary_metrics(const Predictions& predictions, const ClassMetrics& positive) {
  std::vector<double> scores;
  for (int64_t i = 0; i < predictions.size(); ++i) scores.push_back(predictions.probability(i, 1));
  return {positive.precision, positive.recall, roc_auc(scores, predictions.labels),
          pr_auc(scores, predictions.labels)};
}

}  // namespace

int64_t Predictions::predicted(int64_t example) const {
  int64_t best = 0;
  for (int64_t k = 1; k < classes; ++k) {
    if (probability(example, k) > probability(example, best)) best = k;
  }
  return best;
}

double Metrics::value(EvalMetric metric) const {
  if (metric == EvalMetric::Accuracy) return accuracy;
  ensure(binary.has_value(), "a metric of the second class is of binary mode");
  switch (metric) {
    case EvalMetric::Precision:
      return binary->precision;
    case EvalMetric::Recall:
      return binary->recall;
    case EvalMetric::Auc:
      return binary->auc;
    default:
      return binary->prc;
  }
}

Metrics compute_metrics(const Predictions& predictions, bool binary_mode) {
  Metrics m;
  const auto classes = static_cast<size_t>(predictions.classes);
  m.examples = predictions.size();
  m.loss = predictions.loss;
  m.confusion.assign(classes, std::vector<int64_t>(classes));
  for (int64_t i = 0; i < m.examples; ++i) {
    const auto truth = static_cast<size_t>(predictions.labels[static_cast<size_t>(i)]);
    ++m.confusion[truth][static_cast<size_t>(predictions.predicted(i))];
  }
  int64_t right = 0;
  int64_t present = 0;
  double f1 = 0;
  for (size_t k = 0; k < classes; ++k) {
    m.classes.push_back(class_metrics(m.confusion, k));
    right += m.confusion[k][k];
    if (m.classes[k].support == 0) continue;
    ++present;
    f1 += m.classes[k].f1;
  }
  m.accuracy = share(right, m.examples);
  m.macro_f1 = present == 0 ? 0 : f1 / static_cast<double>(present);
  if (binary_mode) m.binary = binary_metrics(predictions, m.classes.at(1));
  return m;
}

Figures summary(const Metrics& metrics, const std::string& prefix) {
  Figures figures = {{prefix + "loss", metrics.loss}, {prefix + "accuracy", metrics.accuracy}};
  if (metrics.binary) {
    figures.emplace_back(prefix + "precision", metrics.binary->precision);
    figures.emplace_back(prefix + "recall", metrics.binary->recall);
    figures.emplace_back(prefix + "auc", metrics.binary->auc);
    figures.emplace_back(prefix + "prc", metrics.binary->prc);
  }
  figures.emplace_back(prefix + "macro_f1", metrics.macro_f1);
  return figures;
}

}  // namespace sempurna
