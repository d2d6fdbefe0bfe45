#include "nn/text_embedding.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

TextEmbedding embedding(int64_t types) {
  TextEmbeddingOptions options;
  options.vocabulary = 10;
  options.positions = 5;
  options.types = types;
  options.width = 4;
  return {ParameterSource(nullptr, 1, false), options};
}

const Tensor kTokens = at::tensor({3, 9, 1}, at::kLong);
const Tensor kPositions = at::tensor({0, 1, 0}, at::kLong);

std::string message(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    return error.what();
  }
  return "no error";
}

TEST(TextEmbedding, NoSegmentsAreSegmentsOfZero) {
  const TextEmbedding embed = embedding(2);
  const Tensor zero = at::zeros({3}, at::kLong);
  EXPECT_TRUE(at::equal(embed(kTokens, kPositions, {}, {}), embed(kTokens, kPositions, zero, {})));
  EXPECT_FALSE(
      at::equal(embed(kTokens, kPositions, zero + 1, {}), embed(kTokens, kPositions, zero, {})));
}

TEST(TextEmbedding, IsOfThePassesPrecision) {
  Pass pass;
  pass.precision = Precision::Bf16;
  EXPECT_EQ(embedding(0)(kTokens, kPositions, {}, pass).scalar_type(), at::kBFloat16);
  EXPECT_EQ(embedding(0)(kTokens, kPositions, {}, {}).scalar_type(), at::kFloat);
}

TEST(TextEmbedding, ATokenWithoutARowIsRefusedByItsNumber) {
  const TextEmbedding embed = embedding(2);
  EXPECT_EQ(message([&] { embed(kTokens + 1, kPositions, {}, {}); }),
            "a text has the token id 10, but the model knows 0 to 9; its tokenizer and its weights "
            "do not belong together");
  EXPECT_EQ(message([&] { embed(kTokens - 2, kPositions, {}, {}); }),
            "a text has the token id -1, but the model knows 0 to 9; its tokenizer and its weights "
            "do not belong together");
  EXPECT_NE(message([&] { embed(kTokens, kPositions, kTokens, {}); }).find("token type 9"),
            std::string::npos);
}

}  // namespace
}  // namespace sempurna
