#include "data/batch_source.h"

#include "data/batching.h"

namespace sempurna {

Batch BatchSource::make_labelled(std::span<const int64_t> positions) const {
  Batch batch = make(positions);
  std::vector<int64_t> chosen;
  chosen.reserve(positions.size());
  for (const int64_t position : positions) {
    chosen.push_back(labels().at(static_cast<size_t>(position)));
  }
  batch.labels = label_tensor(chosen);
  return batch;
}

Batch BatchSource::batch(std::span<const int64_t> positions, uint64_t epoch, bool augment) const {
  Batch made = make_labelled(positions);
  for (size_t k = 0; k < positions.size(); ++k) {
    fill(made, static_cast<int64_t>(k), positions[k], epoch, augment);
  }
  return made;
}

}  // namespace sempurna
