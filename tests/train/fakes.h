#pragma once

#include <ATen/ATen.h>

#include <string>
#include <utility>
#include <vector>

#include "base/random.h"
#include "kernels/dropout.h"
#include "models/model.h"
#include "train/example_source.h"

namespace sempurna {

/// A model as small as one can be that has all parts of a real one: a backbone with a running
/// statistic, a head with dropout.
class TinyModel : public Model {
 public:
  TinyModel(int64_t inputs, int64_t width, int64_t classes, uint64_t seed = 7,
            Device device = kCpu) {
    const ParameterSource source(nullptr, seed, true, device);
    weight_ = source.parameter("backbone.weight", {width, inputs}, Init::glorot_uniform());
    mean_ = source.buffer("backbone.running_mean", {width}, 0);
    count_ = source.buffer("backbone.num_batches_tracked", {}, 0, true);
    const auto head = source.head();
    head_weight_ = head.parameter("classifier.weight", {classes, width}, Init::normal(0.05));
    head_bias_ = head.parameter("classifier.bias", {classes}, Init::zeros());
    parameters_ = source.asked();
  }

  Tensor features(const Batch& batch, const Pass& pass) override {
    ++passes;
    const Tensor x = batch.pixels.reshape({batch.pixels.size(0), -1}).matmul(weight_.t());
    if (!pass.training) return at::tanh(x - mean_);
    const Tensor mean = x.mean(0);
    mean_.mul_(0.9).add_(mean.detach() * 0.1);
    count_.add_(1);
    return at::tanh(x - mean);
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const Tensor x = kernels::dropout(features, pass.head_dropout, pass.next_seed(), pass.training);
    return x.matmul(head_weight_.t()) + head_bias_;
  }

  Tensor classification_weight() const override { return head_weight_; }

  int64_t passes = 0;

 private:
  Tensor weight_;
  Tensor mean_;
  Tensor count_;
  Tensor head_weight_;
  Tensor head_bias_;
};

/// Points of `classes` clouds in memory, the same at every run.
class CloudSource : public ExampleSource {
 public:
  CloudSource(int64_t size, int64_t inputs, int64_t classes, double noise = 0.5)
      : points_(at::empty({size, inputs})) {
    for (int64_t i = 0; i < size; ++i) {
      labels_.push_back(i % classes);
      Random random(mix(99, static_cast<uint64_t>(i)));
      for (int64_t j = 0; j < inputs; ++j) {
        const double centre = j % classes == i % classes ? 1 : 0;
        points_.data_ptr<float>()[i * inputs + j] =
            static_cast<float>(centre + noise * random.normal());
      }
    }
  }

  Device device = kCpu;  ///< where batches lie

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  void begin(Batches batches, uint64_t epoch, bool augment) override {
    batches_ = std::move(batches);
    next_ = 0;
    epoch_ = epoch;
    augment_ = augment;
  }
  Examples next() override {
    const auto& positions = batches_.at(next_++);
    const Tensor index = at::tensor(positions, at::kLong);
    Examples examples;
    examples.batch.pixels = points_.index_select(0, index);
    if (augment_) examples.batch.pixels += 0.01 * static_cast<double>(epoch_);
    std::vector<int64_t> labels;
    for (const int64_t k : positions) labels.push_back(labels_[static_cast<size_t>(k)]);
    examples.batch = examples.batch.on(device);
    examples.labels = on_device(at::tensor(labels, at::kLong), device);
    return examples;
  }

 private:
  Tensor points_;
  std::vector<int64_t> labels_;
  Batches batches_;
  size_t next_ = 0;
  uint64_t epoch_ = 0;
  bool augment_ = false;
};

}  // namespace sempurna
