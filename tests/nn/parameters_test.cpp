#include "nn/parameters.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "tensor/convert.h"
#include "weights/safetensors.h"

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

/// A checkpoint of "layer.weight" [2] and "old.bias" [1].
class ParameterSourceOfACheckpoint : public testing::Test {
 protected:
  static Checkpoint write(const fs::path& file) {
    const Tensor weight = at::tensor({1.0F, 2.0F});
    const Tensor bias = at::tensor({3.0F});
    const std::vector<TensorView> views = {to_view("layer.weight", weight),
                                           to_view("old.bias", bias)};
    write_safetensors(file, views);
    return Checkpoint::open(file);
  }

  TemporaryFolder folder_;
  Checkpoint checkpoint_ = write(folder_.path() / "model.safetensors");
  ParameterSource source_{&checkpoint_, 1, false};
};

TEST_F(ParameterSourceOfACheckpoint, TakesItsTensors) {
  EXPECT_TRUE(at::equal(source_.scope("layer").parameter("weight", {2}, Init::zeros()),
                        at::tensor({1.0F, 2.0F})));
  EXPECT_FALSE(source_.asked()[0].fresh);
  EXPECT_EQ(source_.unused(), std::vector<std::string>{"old.bias"});
}

TEST_F(ParameterSourceOfACheckpoint, FindsATensorUnderItsOtherNames) {
  EXPECT_FALSE(source_.has("new.bias"));
  source_.look_also_for([](std::string_view name) {
    return std::vector<std::string>{"older.bias", "old" + std::string(name.substr(3))};
  });
  EXPECT_TRUE(source_.has("new.bias"));
  EXPECT_EQ(source_.scope("new").parameter("bias", {1}, Init::zeros()).item<float>(), 3);
  EXPECT_EQ(source_.asked()[0].name, "new.bias");
  EXPECT_EQ(source_.unused(), std::vector<std::string>{"layer.weight"});
}

TEST_F(ParameterSourceOfACheckpoint, OnlyTheHeadAndWhatIsOptionalMayBeMissing) {
  EXPECT_EQ(source_.head().parameter("h", {1}, Init::ones()).item<float>(), 1);
  EXPECT_EQ(source_.optional().scope("o").parameter("p", {1}, Init::ones()).item<float>(), 1);
  EXPECT_TRUE(source_.asked()[0].fresh);
  EXPECT_TRUE(source_.asked()[1].fresh);
  EXPECT_EQ(source_.asked()[1].part, Part::Backbone);
  try {
    source_.parameter("missing", {2, 3}, Init::zeros());
    FAIL() << "took a tensor that is not there";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_STREQ(error.what(),
                 "the weights lack missing, of shape [2, 3], which config.json asks for; the file "
                 "is incomplete, or the two do not belong together");
  }
}

TEST_F(ParameterSourceOfACheckpoint, AnotherShapeIsRefusedUnderTheNameInTheFile) {
  try {
    source_.parameter("layer.weight", {4}, Init::zeros());
    FAIL() << "took a tensor of another shape";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the weights' layer.weight has shape [2], but config.json asks for [4]; the two "
                 "files do not belong together");
  }
}

}  // namespace
}  // namespace sempurna
