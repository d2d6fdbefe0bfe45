#include "pretrain/masking.h"

#include "base/error.h"
#include "base/random.h"
#include "data/batching.h"

namespace sempurna {

Masked mask_tokens(Batch batch, const MaskingOptions& options) {
  auto* ids = batch.token_ids.data_ptr<int64_t>();
  const int64_t count = batch.token_ids.numel();
  std::vector<int64_t> rows;
  std::vector<int64_t> targets;
  Random random(options.seed);
  double how = 0;
  const auto hide = [&](int64_t i) {
    rows.push_back(i);
    targets.push_back(ids[i]);
    if (how < 0.8) {
      ids[i] = options.mask;
    } else if (how < 0.9) {
      const auto ordinary = static_cast<uint64_t>(options.vocabulary - options.first_ordinary);
      ids[i] = options.first_ordinary + static_cast<int64_t>(random.below(ordinary));
    }
  };
  // Of the first token of a word; the others do as it does. A special token is of no word.
  bool hidden = false;
  for (int64_t i = 0; i < count; ++i) {
    const bool ordinary = ids[i] >= options.first_ordinary;
    if (!ordinary || options.inside.empty() || !options.inside[static_cast<size_t>(ids[i])]) {
      hidden = ordinary && random.uniform() < 0.15;
      if (hidden) how = random.uniform();
    }
    if (hidden) hide(i);
  }
  for (int64_t i = 0; i < count && rows.empty(); ++i) {
    if (ids[i] >= options.first_ordinary) hide(i);
  }
  ensure(!rows.empty(), "a batch with ordinary tokens");
  return {std::move(batch), label_tensor(rows), label_tensor(targets)};
}

}  // namespace sempurna
