#include "pretrain/learn_vocabulary.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sempurna {
namespace {

TEST(CountWords, CutsAsTheTokenizerDoes) {
  WordCounts counts;
  count_words({"Bagus, bagus!", "Café bagus"}, 2, counts);
  EXPECT_EQ(counts, (WordCounts{{"!", 2}, {",", 2}, {"bagus", 6}, {"cafe", 2}}));
}

TEST(LearnVocabulary, MergesTheMostFrequentNeighboursFirst) {
  const WordCounts counts = {{"low", 50}, {"lower", 20}, {"newest", 60}, {"widest", 30}};
  const auto vocabulary = learn_vocabulary(counts, 5 + 2 * 10 + 3);
  ASSERT_EQ(vocabulary.size(), 28U);
  EXPECT_EQ(vocabulary[0], "[PAD]");
  EXPECT_EQ(vocabulary[4], "[MASK]");
  // e·s (90) and s·t (90) tie; the one that comes first by its letters is merged, then the rest of
  // "est".
  EXPECT_EQ(vocabulary[25], "##es");
  EXPECT_EQ(vocabulary[26], "##est");
  EXPECT_EQ(vocabulary[27], "##ow");
}

TEST(LearnVocabulary, EndsWhenThereIsNothingLeftToMerge) {
  const auto vocabulary = learn_vocabulary({{"ab", 30}}, 1000);
  EXPECT_EQ(vocabulary, (std::vector<std::string>{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a",
                                                  "b", "##a", "##b", "ab"}));
}

}  // namespace
}  // namespace sempurna
