#include "train/frozen_features.h"

#include <ATen/ATen.h>

#include "tensor/device.h"

namespace sempurna {

namespace {

constexpr int64_t kBatch = 32;

}  // namespace

FeatureRows frozen_features(Model& model, ExampleSource& source, Precision precision,
                            const std::function<void(int64_t done)>& passed) {
  const at::NoGradGuard no_grad;
  Pass pass;
  pass.precision = precision;
  FeatureRows rows{{}, 0, source.labels()};
  Batches batches = ordered_batches(source.size(), kBatch);
  const size_t all = batches.size();
  source.begin(std::move(batches), 0, false);
  int64_t done = 0;
  for (size_t k = 0; k < all; ++k) {
    const Examples examples = source.next();
    const Tensor part = on_host(model.features(examples.batch, pass)).contiguous();
    const float* values = part.data_ptr<float>();
    rows.values.insert(rows.values.end(), values, values + part.numel());
    rows.width = static_cast<size_t>(part.size(1));
    done += examples.size();
    passed(done);
  }
  return rows;
}

}  // namespace sempurna
