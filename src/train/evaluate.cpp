#include "train/evaluate.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "tensor/device.h"

namespace sempurna {

namespace {

/// One example's probabilities from its logits, in double precision.
void append_probabilities(const float* logits, int64_t classes, bool binary,
                          std::vector<double>& out) {
  if (binary) {
    const double p = 1 / (1 + std::exp(-static_cast<double>(logits[0])));
    out.push_back(1 - p);
    out.push_back(p);
    return;
  }
  const double highest = *std::max_element(logits, logits + classes);
  double sum = 0;
  for (int64_t k = 0; k < classes; ++k) sum += std::exp(logits[k] - highest);
  for (int64_t k = 0; k < classes; ++k) out.push_back(std::exp(logits[k] - highest) / sum);
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
  predictions.probabilities.reserve(predictions.labels.size() * static_cast<size_t>(classes));

  const Batches batches = ordered_batches(source.size(), batch_size);
  source.begin(batches, 0, false);
  double loss = 0;
  int64_t seen = 0;
  for (size_t k = 0; k < batches.size(); ++k) {
    const Examples examples = source.next();
    const Tensor computed = logits_of(model, examples, pass);
    const Tensor logits = on_host(computed).contiguous();
    loss += cross_entropy(computed, examples.labels, plan.loss).item<double>() *
            static_cast<double>(examples.size());
    for (int64_t i = 0; i < examples.size(); ++i) {
      append_probabilities(logits.data_ptr<float>() + i * logits.size(1), classes, plan.loss.binary,
                           predictions.probabilities);
    }
    seen += examples.size();
    if (done) done(seen);
  }
  predictions.loss = loss / static_cast<double>(seen);
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
