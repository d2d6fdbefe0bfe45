#include "models/masked_language.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/bf16.h"
#include "models/architectures.h"
#include "models/golden.h"

namespace sempurna {
namespace {

const Tensor kRows = at::tensor({1, 4, 13}, at::kLong);
const Tensor kTargets = at::tensor({97, 3, 52}, at::kLong);

Tensor find(const std::vector<Parameter>& parameters, std::string_view name) {
  for (const auto& parameter : parameters) {
    if (parameter.name == name) return parameter.tensor;
  }
  ADD_FAILURE() << name << " is missing";
  return {};
}

TEST(MaskedLanguageModel, HasTheHeadOfThePublishedLayout) {
  const Golden golden("bert");
  const MaskedLanguageModel model(golden.request());
  const auto& parameters = model.parameters();
  EXPECT_EQ(find(parameters, "cls.predictions.bias").sizes(), at::IntArrayRef({100}));
  EXPECT_EQ(find(parameters, "cls.predictions.transform.dense.weight").sizes(),
            at::IntArrayRef({32, 32}));
  find(parameters, "cls.predictions.transform.dense.bias");
  find(parameters, "cls.predictions.transform.LayerNorm.weight");
  find(parameters, "cls.predictions.transform.LayerNorm.bias");
  for (const auto& parameter : parameters) {
    EXPECT_EQ(parameter.fresh, parameter.name.starts_with("cls.")) << parameter.name;
  }
}

TEST(MaskedLanguageModel, LogitsAreTheTransformedStateAgainstTheTokenEmbedding) {
  const Golden golden("bert");
  const MaskedLanguageModel model(golden.request());
  const auto& parameters = model.parameters();
  const auto head = [&](const std::string& name) {
    return find(parameters, "cls.predictions." + name);
  };
  const TransformerEncoder encoder =
      bert_encoder(text_source(golden.request(), "bert").scope("bert"),
                   read_bert_config(ConfigReader(golden.request().config)));
  const Tensor state = encoder(golden.batch(), kRows, {});
  const Tensor transformed = at::layer_norm(
      at::gelu(at::linear(state, head("transform.dense.weight"), head("transform.dense.bias"))),
      {32}, head("transform.LayerNorm.weight"), head("transform.LayerNorm.bias"), 1e-12);
  const Tensor want = at::linear(transformed, encoder.words(), head("bias"));
  EXPECT_LE((model.logits(golden.batch(), kRows, {}) - want).abs().max().item<double>(), 1e-5);
}

TEST(MaskedLanguageModel, TheTokenEmbeddingLearnsFromInputAndOutput) {
  const Golden golden("bert");
  const MaskedLanguageModel model(golden.request());
  model.loss(golden.batch(), kRows, kTargets, {}).backward();
  const Tensor words = find(model.parameters(), "bert.embeddings.word_embeddings.weight");
  const Tensor gradient = words.grad().clone();
  // Token 99 is in no text, so only the output layer moves it; each token of the vocabulary moves.
  EXPECT_GT(gradient[99].abs().max().item<double>(), 0);
  // Against the slope of the loss along the gradient's own direction.
  const double slope = gradient.pow(2).sum().item<double>();
  const double step = 1e-3 / std::sqrt(slope);
  const at::NoGradGuard no_grad;
  words.add_(gradient, step);
  const double above = model.loss(golden.batch(), kRows, kTargets, {}).item<double>();
  words.add_(gradient, -2 * step);
  const double below = model.loss(golden.batch(), kRows, kTargets, {}).item<double>();
  EXPECT_NEAR((above - below) / (2 * step), slope, 0.02 * slope);
}

TEST(MaskedLanguageModel, AFreshOneGuessesAtChance) {
  ModelRequest request = Golden("bert").request();
  request.checkpoint = nullptr;
  const MaskedLanguageModel model(request);
  EXPECT_NEAR(model.loss(Golden("bert").batch(), kRows, kTargets, {}).item<double>(), std::log(100),
              0.5);
}

TEST(MaskedLanguageModel, LearnsATextByHeart) {
  ModelRequest request = Golden("bert").request();
  request.checkpoint = nullptr;
  const MaskedLanguageModel model(request);
  const Golden golden("bert");
  double loss = 0;
  for (int step = 0; step < 150; ++step) {
    const Tensor value = model.loss(golden.batch(), kRows, kTargets, {});
    loss = value.item<double>();
    value.backward();
    const at::NoGradGuard no_grad;
    for (const auto& parameter : model.parameters()) {
      Tensor tensor = parameter.tensor;
      tensor.add_(tensor.grad(), -0.1);
      tensor.mutable_grad().reset();
    }
  }
  EXPECT_LT(loss, 0.1);
}

TEST(MaskedLanguageModel, Bf16StaysNearFp32) {
  if (!kernels::bf16_supported()) GTEST_SKIP() << kNoBf16;
  const Golden golden("bert");
  const MaskedLanguageModel model(golden.request());
  Pass pass;
  pass.precision = Precision::Bf16;
  const Tensor exact = model.logits(golden.batch(), kRows, {});
  const Tensor rounded = model.logits(golden.batch(), kRows, pass);
  EXPECT_EQ(rounded.scalar_type(), at::kFloat);
  EXPECT_LE((exact - rounded).abs().max().item<double>(), 0.03 * exact.abs().max().item<double>());
}

}  // namespace
}  // namespace sempurna
