#include "train/example_source.h"

#include <algorithm>

#include "base/random.h"

namespace sempurna {

namespace {

template <typename Position>
Batches cut(int64_t size, int64_t batch_size, Position position) {
  Batches batches;
  for (int64_t k = 0; k < size; ++k) {
    if (k % batch_size == 0) batches.emplace_back();
    batches.back().push_back(position(k));
  }
  return batches;
}

}  // namespace

Batches training_batches(int64_t size, int64_t batch_size, uint64_t seed, uint64_t epoch) {
  const Permutation order(static_cast<uint64_t>(size), mix(seed, epoch));
  Batches batches = cut(size, batch_size, [&](int64_t k) {
    return static_cast<int64_t>(order(static_cast<uint64_t>(k)));
  });
  if (batch_size > 1 && batches.size() > 1 && batches.back().size() == 1) {
    const int64_t last = batches.back().front();
    batches.pop_back();
    batches.back().push_back(last);
  }
  return batches;
}

Batches share_of(const World& world, Batches batches) {
  for (auto& batch : batches) {
    const Share share = share_of(world, batch.size());
    batch.resize(share.end);
    batch.erase(batch.begin(), batch.begin() + static_cast<std::ptrdiff_t>(share.begin));
  }
  return batches;
}

Batches ordered_batches(int64_t size, int64_t batch_size) {
  return cut(size, batch_size, [](int64_t k) { return k; });
}

}  // namespace sempurna
