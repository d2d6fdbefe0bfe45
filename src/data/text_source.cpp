#include "data/text_source.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <mutex>

#include "base/parallel.h"
#include "data/batching.h"

namespace sempurna {

TextSource::TextSource(const TextDataset& dataset, const Tokenizer& tokenizer, size_t max_length,
                       int threads, const std::function<void(int64_t, int64_t)>& progress,
                       TextScores scores)
    : labels_(class_indices(dataset)), scores_(std::move(scores)) {
  constexpr int64_t kChunk = 256;
  const int64_t count = size();
  const int64_t chunks = (count + kChunk - 1) / kChunk;
  std::vector<std::vector<std::vector<int32_t>>> encoded(static_cast<size_t>(chunks));
  std::mutex mutex;
  int64_t done = 0;
  parallel_for(chunks, threads, [&](int64_t chunk) {
    auto& texts = encoded[static_cast<size_t>(chunk)];
    const int64_t end = std::min(count, (chunk + 1) * kChunk);
    for (int64_t i = chunk * kChunk; i < end; ++i) {
      texts.push_back(tokenizer.encode(dataset.items[static_cast<size_t>(i)].text, max_length));
    }
    if (!progress) return;
    const std::lock_guard lock(mutex);
    done += static_cast<int64_t>(texts.size());
    progress(done, count);
  });
  starts_.push_back(0);
  for (auto& texts : encoded) {
    for (const auto& ids : texts) {
      ids_.insert(ids_.end(), ids.begin(), ids.end());
      starts_.push_back(ids_.size());
    }
    texts.clear();
  }
}

Batch TextSource::make(std::span<const int64_t> positions) const {
  std::vector<int64_t> lengths;
  lengths.reserve(positions.size());
  for (const int64_t position : positions) lengths.push_back(tokens(position));
  Batch batch = room_for_texts(lengths);
  if (scores_.outputs > 0)
    batch.scores = at::empty({std::ssize(positions), scores_.outputs}, at::kFloat);
  return batch;
}

void TextSource::fill(Batch& batch, int64_t k, int64_t position, uint64_t /*epoch*/,
                      bool /*augment*/) const {
  const auto i = static_cast<size_t>(position);
  put_text(batch, k, {ids_.data() + starts_.at(i), starts_.at(i + 1) - starts_[i]});
  if (scores_.outputs == 0) return;
  std::copy_n(scores_.values.data() + position * scores_.outputs, scores_.outputs,
              batch.scores.data_ptr<float>() + k * scores_.outputs);
}

}  // namespace sempurna
