#include "words/word_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sempurna {
namespace {

using Texts = std::vector<std::string_view>;

size_t columns(const Texts& texts, size_t most = 1000) {
  return WordFeatures(texts, most, false).columns();
}

TEST(WordFeatures, AreWordsAndPairsInLowerCase) {
  EXPECT_EQ(columns({"one"}), 1U);
  EXPECT_EQ(columns({"one two three"}), 3U);
  EXPECT_EQ(columns({"one two three", "one two"}), 4U);  // of the pairs the one that both have
  EXPECT_EQ(columns({"One, two!", "ONE TWO"}), 3U);
  EXPECT_EQ(columns({"ÄPFEL", "äpfel"}), 1U);
  EXPECT_EQ(columns({"", " ,;- "}), 0U);
}

TEST(WordFeatures, CharactersWithoutBlanksAreWordsOfTheirOwn) {
  EXPECT_EQ(columns({"好吃", "好吃"}), 3U);
  EXPECT_EQ(columns({"ดี", "ดี"}), 3U);
}

TEST(WordFeatures, OfTooManyTheCommonestAreKept) {
  const WordFeatures features({"a b", "a c", "a d"}, 1, false);
  ASSERT_EQ(features.columns(), 1U);
  EXPECT_EQ(features.rows({"a"}).values.size(), 1U);
  EXPECT_EQ(features.rows({"b"}).values.size(), 0U);
}

// By hand: two texts, "a" in both, "b" in one; idf 1 and 1 + log(3/2).
TEST(WordFeatures, AreWeightedByTfIdfAndOfLengthOne) {
  const WordFeatures features({"a b", "a"}, 10, false);
  const SparseRows rows = features.rows({"a b", "unknown", "b b"});
  ASSERT_EQ(rows.size(), 3U);
  const double rare = 1 + std::log(1.5);
  const double length = std::sqrt(1 + rare * rare);
  double sum = 0;
  for (size_t k = 0; k < rows.starts[1]; ++k) sum += rows.values[k];
  EXPECT_NEAR(sum, (1 + rare) / length, 1e-6);
  EXPECT_EQ(rows.starts[2], rows.starts[1]);
  EXPECT_NEAR(rows.values.back(), 1, 1e-6);
}

// " cat " has " ca", "cat", "at ", " cat" and "cat ", of which "cats" shares three.
TEST(WordFeatures, PartsOfWordsAreTermsWhereTwoTextsHaveThem) {
  EXPECT_EQ(WordFeatures({"cat", "cats"}, 100, true).columns(), 2U + 3U);
  EXPECT_EQ(WordFeatures({"cat", "CAT"}, 100, true).columns(), 1U + 5U);
  EXPECT_EQ(WordFeatures({"cat", "dog"}, 100, true).columns(), 2U);
  EXPECT_EQ(WordFeatures({"好吃", "好吃"}, 100, true).columns(), 3U);
}

TEST(WordFeatures, PartsHaveWhatWordsAndPairsLeave) {
  const WordFeatures features({"cat dog", "cat dog"}, 4, true);
  EXPECT_EQ(features.columns(), 4U);
  EXPECT_EQ(std::ranges::count_if(features.keys(), [](uint64_t key) { return key >> 63 == 1; }), 1);
}

TEST(WordFeatures, WordsAreOfLengthOneAndPartsOfLessBesideThem) {
  const WordFeatures features({"cat", "cat"}, 100, true);
  const SparseRows rows = features.rows({"cat", "cats"});
  const auto length = [&](size_t row, bool of_parts) {
    double squares = 0;
    for (size_t k = rows.starts[row]; k < rows.starts[row + 1]; ++k) {
      if ((features.keys()[rows.columns[k]] >> 63 == 1) == of_parts)
        squares += double{rows.values[k]} * double{rows.values[k]};
    }
    return std::sqrt(squares);
  };
  EXPECT_NEAR(length(0, false), 1, 1e-6);
  EXPECT_NEAR(length(0, true), 0.7, 1e-6);
  EXPECT_NEAR(length(1, false), 0, 1e-6);  // a word that nobody had
  EXPECT_NEAR(length(1, true), 0.7, 1e-6);
}

TEST(WordFeatures, TextThatIsNoUtf8IsReadAllTheSame) {
  EXPECT_EQ(columns({"good \xff\xfe food"}), 2U);
}

}  // namespace
}  // namespace sempurna
