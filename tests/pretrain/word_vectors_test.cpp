#include "pretrain/word_vectors.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::FloatNear;

class Vectors : public testing::Test {
 protected:
  fs::path write(const std::string& text) {
    write_file_atomic(folder_.path() / "vectors.txt", text);
    return folder_.path() / "vectors.txt";
  }

  const TemporaryFolder folder_;
  const WordCounts counts_ = {{"good", 1}, {"the", 999}, {"unseen", 1}};
};

TEST_F(Vectors, AreOfUnitLengthAndOfCountedWordsAlone) {
  const WordVectors vectors(write("the 0 2\nelsewhere 1 1\ngood 3 4\n"), counts_);
  EXPECT_EQ(vectors.width(), 2);
  EXPECT_THAT(vectors.find("good"), ElementsAre(FloatNear(0.6F, 1e-6F), FloatNear(0.8F, 1e-6F)));
  EXPECT_TRUE(vectors.find("elsewhere").empty());
  EXPECT_TRUE(vectors.find("unseen").empty());
}

TEST_F(Vectors, FrequentWordsCountLess) {
  const WordVectors vectors(write("the 0 1\ngood 1 0\n"), counts_);
  std::vector<float> mean;
  vectors.add_mean(std::vector<std::string>{"the", "good", "unseen"}, mean);
  // a / (a + p): 0.001 / (0.001 + 0.998), and half.
  const double the = 0.001 / (0.001 + 999.0 / 1001);
  const double good = 0.001 / (0.001 + 1.0 / 1001);
  const double length = std::hypot(the, good);
  EXPECT_THAT(mean, ElementsAre(FloatNear(static_cast<float>(good / length), 1e-5F),
                                FloatNear(static_cast<float>(the / length), 1e-5F)));
  mean.clear();
  vectors.add_mean(std::vector<std::string>{"unseen"}, mean);
  EXPECT_THAT(mean, ElementsAre(0, 0));
}

TEST_F(Vectors, LinesOfOtherLengthsAreRefused) {
  expect_error(Code::DataCorrupt, "line 2: 1 values follow the word, not 2",
               [&] { WordVectors(write("the 0 1\ngood 1\n"), counts_); });
}

TEST_F(Vectors, AnEmbeddingBeginsAsTheyAre) {
  write_file_atomic(folder_.path() / "vocab.txt",
                    "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngood\nthe\nun\n##seen\nother\n");
  write_file_atomic(folder_.path() / "config.json", R"({"model_type": "bert"})");
  const auto tokenizer = load_tokenizer(folder_.path());
  const WordVectors vectors(write("good 1 0 0\nthe 0 1 0\nunseen 1 0 0\n"), counts_);
  const Tensor embedding = at::full({10, 64}, 7.0);
  begin_with(vectors, counts_, *tokenizer, embedding, 1);
  EXPECT_TRUE(embedding.narrow(0, 0, 5).eq(7).all().item<bool>());
  EXPECT_TRUE(embedding[9].eq(7).all().item<bool>());
  const auto apart = [&](int64_t a, int64_t b) {
    return (embedding[a] - embedding[b]).norm().item<double>();
  };
  // Pieces are as the word that they are in.
  EXPECT_NEAR(apart(5, 7), 0, 1e-6);
  EXPECT_NEAR(apart(5, 8), 0, 1e-6);
  EXPECT_GT(apart(5, 6), 0.1);
  EXPECT_NEAR(embedding.narrow(0, 5, 4).std().item<double>(), 0.04, 1e-4);
}

}  // namespace
}  // namespace sempurna
