#include "nn/parameters.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(ParameterSource, AFreshTensorDependsOnItsNameAndTheSeedAlone) {
  const ParameterSource a(nullptr, 1, false);
  const ParameterSource b(nullptr, 1, false);
  const ParameterSource c(nullptr, 2, false);
  b.parameter("before", {3}, Init::normal(1));
  const Tensor from_a = a.scope("x").parameter("w", {4, 4}, Init::normal(0.02));
  EXPECT_TRUE(at::equal(from_a, b.parameter("x.w", {4, 4}, Init::normal(0.02))));
  EXPECT_FALSE(at::equal(from_a, c.parameter("x.w", {4, 4}, Init::normal(0.02))));
  EXPECT_LE(from_a.abs().max().item<float>(), 0.04F);
  EXPECT_TRUE(from_a.requires_grad());
}

TEST(ParameterSource, RemembersNamesPartsAndKinds) {
  const ParameterSource source(nullptr, 1, false);
  source.scope("bn").buffer("running_var", {2}, 1);
  source.head().parameter("classifier.bias", {2}, Init::zeros());
  ASSERT_EQ(source.asked().size(), 2U);
  EXPECT_EQ(source.asked()[0].name, "bn.running_var");
  EXPECT_TRUE(source.asked()[0].buffer);
  EXPECT_FALSE(source.asked()[0].tensor.requires_grad());
  EXPECT_EQ(source.asked()[1].part, Part::Head);
}

TEST(ParameterSource, GlorotStaysWithinItsBound) {
  const ParameterSource source(nullptr, 1, false);
  const Tensor weight = source.parameter("w", {30, 20}, Init::glorot_uniform());
  EXPECT_LE(weight.abs().max().item<float>(), std::sqrt(6.0F / 50));
  EXPECT_GT(weight.abs().max().item<float>(), 0.9F * std::sqrt(6.0F / 50));
}

}  // namespace
}  // namespace sempurna
