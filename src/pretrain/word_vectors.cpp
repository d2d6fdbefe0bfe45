#include "pretrain/word_vectors.h"

#include <ATen/ATen.h>

#include <charconv>
#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

/// Arora et al.'s a: a word that makes up as large a part of all texts counts half.
constexpr double kHalfWeight = 1e-3;
/// Of an embedding's values when it begins.
constexpr double kDeviation = 0.04;

void scale_to_unit(std::span<float> vector) {
  double square = 0;
  for (const float value : vector) square += static_cast<double>(value) * value;
  if (square == 0) return;
  const auto factor = static_cast<float>(1 / std::sqrt(square));
  for (float& value : vector) value *= factor;
}

}  // namespace

WordVectors::WordVectors(const fs::path& file, const WordCounts& counts) {
  double all = 0;
  for (const auto& [word, count] : counts) all += static_cast<double>(count);
  const std::string text = read_file(file);
  int64_t line = 0;
  for (size_t at = 0; at < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const size_t space = std::min(text.find(' ', at), end);
    const std::string word = text.substr(at, space - at);
    const auto counted = counts.find(word);
    const size_t before = values_.size();
    if (counted != counts.end()) {
      for (size_t i = space; i < end;) {
        float value = 0;
        const auto parsed = std::from_chars(text.data() + i + 1, text.data() + end, value);
        if (parsed.ec != std::errc()) break;
        values_.push_back(value);
        i = static_cast<size_t>(parsed.ptr - text.data());
      }
      const auto width = static_cast<int64_t>(values_.size() - before);
      if (width_ == 0) width_ = width;
      if (width != width_ || width == 0) {
        throw Error(Code::DataCorrupt, "{}, line {}: {} values follow the word, not {}",
                    file.string(), line + 1, width, width_);
      }
      scale_to_unit(std::span(values_).subspan(before));
      index_.emplace(word, weights_.size());
      const double part = static_cast<double>(counted->second) / all;
      weights_.push_back(static_cast<float>(kHalfWeight / (kHalfWeight + part)));
    }
    at = end + 1;
  }
  if (index_.empty())
    throw Error(Code::DataCorrupt, "{} has no vector of any word of the corpora", file.string());
}

std::span<const float> WordVectors::find(const std::string& word) const {
  const auto found = index_.find(word);
  if (found == index_.end()) return {};
  return std::span(values_).subspan(found->second * static_cast<size_t>(width_),
                                    static_cast<size_t>(width_));
}

void WordVectors::add_mean(std::span<const std::string> words, std::vector<float>& all) const {
  const size_t before = all.size();
  all.resize(before + static_cast<size_t>(width_));
  const auto sum = std::span(all).subspan(before);
  for (const auto& word : words) {
    const auto found = index_.find(word);
    if (found == index_.end()) continue;
    const float weight = weights_[found->second];
    const auto vector = find(word);
    for (size_t i = 0; i < sum.size(); ++i) sum[i] += weight * vector[i];
  }
  scale_to_unit(sum);
}

void begin_with(const WordVectors& vectors, const WordCounts& counts, const Tokenizer& tokenizer,
                const Tensor& embedding, uint64_t seed) {
  const auto width = vectors.width();
  const Tensor sums = at::zeros({embedding.size(0), width});
  const Tensor weights = at::zeros({embedding.size(0), 1});
  auto* sum = sums.data_ptr<float>();
  auto* weight = weights.data_ptr<float>();
  for (const auto& [word, count] : counts) {
    const auto vector = vectors.find(word);
    if (vector.empty()) continue;
    for (const int32_t id : tokenizer.encode_raw(word)) {
      const auto part = static_cast<float>(count);
      for (int64_t i = 0; i < width; ++i)
        sum[id * width + i] += part * vector[static_cast<size_t>(i)];
      weight[id] += part;
    }
  }
  // Turned by a random matrix, whose columns are nearly orthogonal: distances stay as they are.
  std::vector<float> turn(static_cast<size_t>(width * embedding.size(1)));
  Random random(seed);
  for (float& value : turn) value = static_cast<float>(random.normal());
  const Tensor begun =
      at::mm(sums / weights.clamp_min(1), at::tensor(turn).view({width, embedding.size(1)}));
  const Tensor known = weights.squeeze(1).gt(0).nonzero().squeeze(1);
  const Tensor chosen = begun.index_select(0, known);
  embedding.detach().index_copy_(0, known, chosen * (kDeviation / chosen.std()));
}

}  // namespace sempurna
