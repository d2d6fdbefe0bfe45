#include "words/learn_words.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

struct Texts {
  std::vector<std::string> texts;
  std::vector<int64_t> labels;

  std::vector<std::string_view> views() const { return {texts.begin(), texts.end()}; }
};

/// Of three classes, each with words of its own among many that tell nothing; `share` of the texts
/// have none of them.
Texts drawn(uint64_t key, int count, double share) {
  Random random(key);
  Texts all;
  for (int i = 0; i < count; ++i) {
    const int label = i % 3;
    std::string text;
    for (int k = 0; k < 8; ++k)
      text += fmt::format("w{} ", static_cast<int>(random.uniform() * 300));
    if (random.uniform() >= share)
      text += fmt::format("c{}x{}", label, static_cast<int>(random.uniform() * 5));
    all.texts.push_back(text);
    all.labels.push_back(label);
  }
  return all;
}

double accuracy(const std::vector<float>& scores, const std::vector<int64_t>& labels,
                size_t classes) {
  int64_t right = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const float* row = scores.data() + i * classes;
    right += std::max_element(row, row + classes) - row == labels[i] ? 1 : 0;
  }
  return static_cast<double>(right) / static_cast<double>(labels.size());
}

TEST(LearnWords, TellsTextsByTheirWordsAndKnowsHowFarItCan) {
  const Texts training = drawn(1, 600, 0.3);
  const Texts others = drawn(2, 600, 0.3);
  const LearntWords learnt =
      learn_words(training.views(), training.labels, {.classes = 3, .threads = 2});
  const double known = accuracy(learnt.classifier.scores(training.views()), training.labels, 3);
  const double unseen = accuracy(learnt.unseen, training.labels, 3);
  const double held_out = accuracy(learnt.classifier.scores(others.views()), others.labels, 3);
  EXPECT_GT(held_out, 0.75);
  // A classifier that has not seen a text is as good as on any other.
  EXPECT_GT(known, unseen + 0.05);
  EXPECT_NEAR(unseen, held_out, 0.05);
}

TEST(LearnWords, SaysLittleWhereWordsTellNothing) {
  const Texts training = drawn(3, 300, 1);
  const LearntWords learnt = learn_words(training.views(), training.labels, {.classes = 3});
  for (const float score : learnt.unseen) EXPECT_LT(std::abs(score), 0.5);
}

TEST(LearnWords, IsTheSameWhateverTheThreads) {
  const Texts training = drawn(5, 100, 0.2);
  const LearntWords a = learn_words(training.views(), training.labels, {.classes = 3});
  const LearntWords b =
      learn_words(training.views(), training.labels, {.classes = 3, .threads = 3});
  EXPECT_EQ(a.unseen, b.unseen);
}

TEST(LearnWords, TakesTheFewestTextsThereAre) {
  const LearntWords learnt = learn_words({"good", "bad"}, std::vector<int64_t>{0, 1}, {});
  EXPECT_EQ(learnt.unseen.size(), 4U);
}

TEST(WordClassifier, SurvivesBeingWrittenAndRead) {
  const Texts training = drawn(6, 90, 0.2);
  const LearntWords learnt = learn_words(training.views(), training.labels, {.classes = 3});
  const TemporaryFolder folder;
  learnt.classifier.write(folder.path() / kWordsFile);
  const WordClassifier again = WordClassifier::read(folder.path() / kWordsFile);
  EXPECT_EQ(again.outputs(), 3);
  EXPECT_EQ(again.scores(training.views()), learnt.classifier.scores(training.views()));
}

TEST(WordClassifier, OfAModelHasItsClasses) {
  const Texts training = drawn(7, 60, 0.2);
  const TemporaryFolder folder;
  EXPECT_EQ(words_of_model(folder.path(), 3), nullptr);
  learn_words(training.views(), training.labels, {.classes = 3})
      .classifier.write(folder.path() / kWordsFile);
  EXPECT_NE(words_of_model(folder.path(), 3), nullptr);
  try {
    words_of_model(folder.path(), 2);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                ::testing::EndsWith("scores 3 classes, but the model has 2; get it anew"));
  }
}

TEST(WordClassifier, SaysWhatIsWrongWithAFile) {
  const TemporaryFolder folder;
  const fs::path file = folder.path() / kWordsFile;
  const auto fault = [&] {
    try {
      WordClassifier::read(file);
    } catch (const Error& error) {
      return std::string(error.what()).substr(folder.path().string().size() + 1);
    }
    return std::string("read");
  };
  write_safetensors(file, {});
  EXPECT_EQ(fault(), "words.safetensors must have a tensor keys of I64 with 1 sizes");
  const std::vector<uint64_t> keys = {3, 2};
  const std::vector<float> idf = {1, 1};
  const std::vector<float> weights = {1, 2, 3, 4, 5, 6};
  const auto bytes = [](const auto& values) { return std::as_bytes(std::span(values)); };
  write_safetensors(file, std::vector<TensorView>{{"keys", DType::I64, {2}, bytes(keys)},
                                                  {"idf", DType::F32, {2}, bytes(idf)},
                                                  {"weight", DType::F32, {3, 2}, bytes(weights)}});
  EXPECT_THAT(fault(), ::testing::HasSubstr("its keys must ascend"));
  const std::vector<int64_t> lengths = {3, 5};
  write_safetensors(file, std::vector<TensorView>{{"keys", DType::I64, {2}, bytes(keys)},
                                                  {"idf", DType::F32, {2}, bytes(idf)},
                                                  {"weight", DType::F32, {3, 2}, bytes(weights)},
                                                  {"parts", DType::I64, {2}, bytes(lengths)}});
  EXPECT_THAT(fault(), ::testing::HasSubstr("parts of words of other lengths"));
}

// As files were before parts of words: no bit of a key says what it is of.
TEST(WordClassifier, AFileWithoutPartsIsOfWordsAndPairsAlone) {
  const Texts training = drawn(8, 60, 0.2);
  const WordFeatures words(training.views(), 1000, false);
  const std::vector<float> weights((words.columns() + 1) * 2, 0.5F);
  const WordClassifier before(words, weights);
  const TemporaryFolder folder;
  before.write(folder.path() / kWordsFile);
  const WordClassifier again = WordClassifier::read(folder.path() / kWordsFile);
  EXPECT_EQ(again.scores(training.views()), before.scores(training.views()));
}

}  // namespace
}  // namespace sempurna
