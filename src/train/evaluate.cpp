#include "train/evaluate.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "tensor/device.h"

namespace sempurna {

namespace {

/// Each row's probabilities from its logits, in double precision.
void put_probabilities(const Tensor& rows, bool binary, double* out) {
  const int64_t classes = rows.size(1);
  for (int64_t i = 0; i < rows.size(0); ++i) {
    const float* logits = rows.data_ptr<float>() + i * classes;
    if (binary) {
      const double p = 1 / (1 + std::exp(-static_cast<double>(logits[0])));
      *out++ = 1 - p;
      *out++ = p;
      continue;
    }
    const double highest = *std::max_element(logits, logits + classes);
    double sum = 0;
    for (int64_t k = 0; k < classes; ++k) sum += std::exp(logits[k] - highest);
    for (int64_t k = 0; k < classes; ++k) *out++ = std::exp(logits[k] - highest) / sum;
  }
}

}  // namespace

Predictions evaluate(Model& model, ExampleSource& source, const TrainingPlan& plan, int64_t classes,
                     int64_t batch_size, const std::function<void(int64_t done)>& done) {
  const at::NoGradGuard no_grad;
  Pass pass;
  pass.precision = plan.precision;
  Predictions predictions;
  predictions.classes = classes;
  predictions.labels = source.labels();
  if (predictions.labels.empty()) return predictions;
  World& world = plan.place.world;
  const auto ranks = static_cast<size_t>(world.size());
  const Batches batches = ordered_batches(source.size(), batch_size);
  Batches own;
  for (size_t k = static_cast<size_t>(world.rank()); k < batches.size(); k += ranks) {
    own.push_back(batches[k]);
  }
  // The probabilities, and behind them each batch's loss: zeros where another rank has the figures,
  // so that their sum is exact.
  std::vector<double>& figures = predictions.probabilities;
  const size_t rows = predictions.labels.size() * static_cast<size_t>(classes);
  figures.assign(rows + batches.size(), 0);
  source.begin(std::move(own), 0, false);
  for (size_t k = 0; k < batches.size(); k += ranks) {
    const size_t mine = k + static_cast<size_t>(world.rank());
    if (mine < batches.size()) {
      const Examples examples = source.next();
      const Tensor computed = logits_of(model, examples, pass);
      figures[rows + mine] = cross_entropy(computed, examples.labels, plan.loss).item<double>() *
                             static_cast<double>(examples.size());
      put_probabilities(on_host(computed).contiguous(), plan.loss.binary,
                        figures.data() + batches[mine].front() * classes);
    }
    if (done) done(batches[std::min(k + ranks, batches.size()) - 1].back() + 1);
  }
  world.sum(figures);
  const auto seen = static_cast<double>(predictions.labels.size());
  double loss = 0;
  for (size_t k = rows; k < figures.size(); ++k) loss += figures[k];
  figures.resize(rows);
  predictions.loss = loss / seen;
  if (plan.loss.l2 > 0) {
    predictions.loss += l2_penalty(model.classification_weight(), plan.loss.l2).item<double>();
  }
  if (!std::isfinite(predictions.loss)) {
    throw Error(Code::InvalidArgument,
                "the loss on held-out data is no finite number; lower learning_rate, which is {}",
                plan.hyperparameters.learning_rate);
  }
  return predictions;
}

}  // namespace sempurna
