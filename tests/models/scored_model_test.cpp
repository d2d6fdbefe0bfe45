#include "models/scored_model.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

/// Two features of a text, its length and 1, and a head of two outputs.
class Lengths final : public Model {
 public:
  Lengths() : weight_(at::tensor({1.0F, 2.0F, 3.0F, 4.0F}).view({2, 2}).requires_grad_()) {
    parameters_.push_back({.name = "weight", .tensor = weight_});
  }
  Tensor features(const Batch& batch, const Pass&) override {
    const Tensor lengths = batch.offsets.diff().to(at::kFloat);
    return at::stack({lengths, at::ones_like(lengths)}, 1);
  }
  Tensor classify(const Tensor& features, const Pass&) override {
    return features.matmul(weight_.t());
  }
  Tensor classification_weight() const override { return weight_; }

 private:
  Tensor weight_;
};

Batch two_texts() {
  Batch batch;
  batch.offsets = at::tensor({0, 3, 5}, at::kInt);
  batch.scores = at::tensor({10.0F, 20.0F, 30.0F, 40.0F}).view({2, 2});
  return batch;
}

TEST(ScoredModel, AddsWhatWordsSayToItsOwnLogits) {
  const auto model = with_scores(std::make_unique<Lengths>(), 2);
  const Tensor features = model->features(two_texts(), {});
  EXPECT_EQ(features.size(1), 4);
  EXPECT_EQ(model->scores(), 2);
  const Tensor expected = at::tensor({3.0F + 2 + 10, 9.0F + 4 + 20, 2.0F + 2 + 30, 6.0F + 4 + 40});
  EXPECT_TRUE(at::equal(model->classify(features, {}).view({-1}), expected));
}

TEST(ScoredModel, HasTheParametersOfTheModelWithin) {
  const auto model = with_scores(std::make_unique<Lengths>(), 2);
  ASSERT_EQ(model->parameters().size(), 1U);
  model->classify(model->features(two_texts(), {}), {}).sum().backward();
  EXPECT_TRUE(at::equal(model->parameters()[0].tensor.grad(),
                        at::tensor({5.0F, 2.0F, 5.0F, 2.0F}).view({2, 2})));
}

}  // namespace
}  // namespace sempurna
