#include "train/feature_store.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "base/error.h"
#include "base/sha256.h"
#include "tensor/convert.h"
#include "weights/safetensors.h"

namespace sempurna {

namespace {

// Large enough that syncing a file costs little beside computing it, small enough that a stopped
// run loses seconds.
constexpr int64_t kChunkRows = 512;
constexpr auto kFeatures = "features";

fs::path chunk_file(const FeatureStore::Options& options, int64_t view, int64_t chunk) {
  return options.folder / fmt::format("{}-{}-{}.safetensors", options.name, view, chunk);
}

std::string_view text_of(const TensorView& view) {
  return {reinterpret_cast<const char*>(view.bytes.data()), view.bytes.size()};
}

}  // namespace

int64_t FeatureStore::chunk_rows(int64_t batch_size) {
  return batch_size * std::max<int64_t>(1, kChunkRows / std::max<int64_t>(1, batch_size));
}

FeatureStore::FeatureStore(Model& model, ExampleSource& source, const Options& options,
                           const std::function<void(int64_t done, int64_t all)>& done)
    : chunk_rows_(chunk_rows(options.batch_size)),
      chunks_per_view_((source.size() + chunk_rows_ - 1) / chunk_rows_) {
  make_folders(options.folder);
  World& world = options.place.world;
  const int64_t all = source.size() * options.views;
  int64_t ready = 0;
  for (int64_t view = 0; view < options.views; ++view) {
    std::vector<std::optional<Chunk>> chunks;
    std::vector<bool> own;  // to be computed by this rank
    Batches missing;
    for (int64_t chunk = 0; chunk < chunks_per_view_; ++chunk) {
      chunks.push_back(open(chunk_file(options, view, chunk), options.key, rows_of(source, chunk)));
      own.push_back(!chunks.back() && chunk % world.size() == world.rank());
      if (!own.back()) continue;
      for (auto& batch : batches_of(source, chunk, options.batch_size)) {
        missing.push_back(std::move(batch));
      }
    }
    // One pass over all that is missing, so that examples are always made ahead.
    if (!missing.empty()) {
      source.begin(std::move(missing), static_cast<uint64_t>(view), options.augment);
    }
    for (int64_t k = 0; k < chunks_per_view_; ++k) {
      if (own[static_cast<size_t>(k)]) {
        compute(model, source, options, k * chunk_rows_, rows_of(source, k),
                chunk_file(options, view, k), [&](int64_t rows) {
                  if (done) done(ready + rows, all);
                });
      }
      ready += rows_of(source, k);
      if (done) done(ready, all);
    }
    world.barrier();
    for (int64_t k = 0; k < chunks_per_view_; ++k) {
      auto& chunk = chunks[static_cast<size_t>(k)];
      if (!chunk) chunk = open(chunk_file(options, view, k), options.key, rows_of(source, k));
      ensure(chunk.has_value(), "features just written can be read");
      chunks_.push_back(std::move(*chunk));
    }
  }
}

int64_t FeatureStore::rows_of(const ExampleSource& source, int64_t chunk) const {
  return std::min(chunk_rows_, source.size() - chunk * chunk_rows_);
}

Batches FeatureStore::batches_of(const ExampleSource& source, int64_t chunk,
                                 int64_t batch_size) const {
  Batches batches = ordered_batches(rows_of(source, chunk), batch_size);
  for (auto& batch : batches) {
    for (auto& position : batch) position += chunk * chunk_rows_;
  }
  return batches;
}

void FeatureStore::compute(Model& model, ExampleSource& source, const Options& options,
                           int64_t first, int64_t rows, const fs::path& file,
                           const std::function<void(int64_t rows)>& so_far) {
  const at::NoGradGuard no_grad;
  Pass pass;
  pass.precision = options.precision;
  Tensor features;
  for (int64_t done = 0; done < rows;) {
    const Examples examples = source.next();
    const Tensor part = model.features(examples.batch, pass);
    if (!features.defined()) features = at::empty({rows, part.size(1)}, at::kFloat);
    features.narrow(0, done, part.size(0)).copy_(part);
    if (options.passed) options.passed(first + done, examples, part);
    done += examples.size();
    if (done < rows) so_far(done);
  }
  const TensorView values = to_view(kFeatures, features);
  write_safetensors(file, std::span(&values, 1),
                    {{"key", options.key}, {"sha256", sha256_hex(text_of(values))}});
}

std::optional<FeatureStore::Chunk> FeatureStore::open(const fs::path& file, const std::string& key,
                                                      int64_t rows) {
  if (!fs::exists(file)) return std::nullopt;
  MappedFile mapped(file);
  try {
    const Safetensors content = parse_safetensors(mapped.bytes(), file.string());
    if (content.tensors.size() != 1) return std::nullopt;
    const TensorView& values = content.tensors.front();
    const bool fits = values.dtype == DType::F32 && values.shape.size() == 2 &&
                      values.shape[0] == rows && content.metadata.at("key") == key &&
                      content.metadata.at("sha256") == sha256_hex(text_of(values));
    if (!fits) return std::nullopt;
    width_ = values.shape[1];
    // The header is padded to 8 bytes, so the values are aligned.
    return Chunk{std::move(mapped), reinterpret_cast<const float*>(values.bytes.data())};
  } catch (const Error&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

Tensor FeatureStore::rows(const std::vector<int64_t>& positions, int64_t view) const {
  Tensor out = at::empty({static_cast<int64_t>(positions.size()), width_}, at::kFloat);
  float* to = out.data_ptr<float>();
  for (const int64_t position : positions) {
    const auto chunk = static_cast<size_t>(view * chunks_per_view_ + position / chunk_rows_);
    const float* from = chunks_.at(chunk).values + (position % chunk_rows_) * width_;
    std::memcpy(to, from, static_cast<size_t>(width_) * sizeof(float));
    to += width_;
  }
  return out;
}

void FeatureSource::begin(Batches batches, uint64_t epoch, bool augment) {
  batches_ = std::move(batches);
  next_ = 0;
  view_ = augment ? static_cast<int64_t>(epoch % static_cast<uint64_t>(views_)) : 0;
}

Examples FeatureSource::next() {
  const auto& positions = batches_.at(next_++);
  Examples examples;
  examples.features = on_device(store_.rows(positions, view_), device_);
  std::vector<int64_t> labels;
  labels.reserve(positions.size());
  for (const int64_t position : positions) {
    labels.push_back(labels_[static_cast<size_t>(position)]);
  }
  examples.labels = on_device(at::tensor(labels, at::kLong), device_);
  return examples;
}

}  // namespace sempurna
