#include "models/words_alone.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "models/scored_model.h"

namespace sempurna {
namespace {

/// Two texts without tokens, and what words say of them.
Batch two_texts() {
  Batch batch;
  batch.offsets = at::zeros({3}, at::kInt);
  batch.scores = at::tensor({1.0F, 2.0F, 3.0F, 6.0F, 5.0F, 4.0F}).view({2, 3});
  return batch;
}

std::unique_ptr<Model> model() {
  return with_scores(build_words_alone({Json{{"model_type", "words"}}, nullptr, 3, true, 1}), 3);
}

TEST(WordsAlone, AnswersWhatWordsSayUntilItsBiasesAreTrained) {
  const auto alone = model();
  const Batch batch = two_texts();
  const Tensor features = alone->features(batch, {});
  EXPECT_TRUE(at::equal(features, batch.scores));
  EXPECT_TRUE(at::equal(alone->classify(features, {}), batch.scores));
  ASSERT_EQ(alone->parameters().size(), 1U);
  EXPECT_EQ(alone->parameters()[0].name, "classifier.bias");
  EXPECT_EQ(alone->parameters()[0].part, Part::Head);
}

TEST(WordsAlone, HasOneBiasForAllTexts) {
  const auto alone = model();
  const Tensor bias = alone->parameters()[0].tensor;
  alone->classify(alone->features(two_texts(), {}), {}).select(1, 2).sum().backward();
  EXPECT_TRUE(at::equal(bias.grad(), at::tensor({0.0F, 0.0F, 2.0F})));
  EXPECT_EQ(alone->classification_weight().numel(), 0);
}

}  // namespace
}  // namespace sempurna
