#include "pretrain/corpora.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pretrain/word_cutter.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::Pair;

class ReadCorpus : public testing::Test {
 protected:
  Texts read(const std::string& name, const std::string& text) {
    write_file_atomic(folder_.path() / name, text);
    return read_corpus(folder_.path(), {.file = name});
  }

  const TemporaryFolder folder_;
};

TEST_F(ReadCorpus, PassagesAreNeighboursWithinADocument) {
  const Texts read = this->read("a.txt", "One.\nTwo.\n\nThree.\nFour.\nFive.");
  EXPECT_THAT(read.texts, ElementsAre("One.", "Two.", "Three.", "Four.", "Five."));
  EXPECT_THAT(read.pairs, ElementsAre(Pair(0, 1), Pair(2, 3), Pair(3, 4)));
  EXPECT_TRUE(read.labels.empty());
}

TEST_F(ReadCorpus, LinesOfTwoColumnsBelongTogether) {
  const Texts read = this->read("a.tsv", "house\trumah\nno pair\n\talone\nempty\t\nbad\tburuk\n");
  EXPECT_THAT(read.texts, ElementsAre("house", "rumah", "bad", "buruk"));
  EXPECT_THAT(read.pairs, ElementsAre(Pair(0, 1), Pair(2, 3)));
}

TEST_F(ReadCorpus, TablesHaveLabels) {
  const Texts read = this->read("a.csv", "0,\"dull, long\"\n1,fine\n");
  EXPECT_THAT(read.texts, ElementsAre("dull, long", "fine"));
  EXPECT_THAT(read.labels, ElementsAre("0", "1"));
  EXPECT_TRUE(read.pairs.empty());
}

TEST_F(ReadCorpus, AnotherEndingIsRefused) {
  write_file_atomic(folder_.path() / "a.json", "[]");
  expect_error(Code::InvalidArgument, "a.json is neither a .csv of labels and texts",
               [&] { read_corpus(folder_.path(), {.file = "a.json"}); });
}

TEST(CheckCorpora, NameWhatCannotBeLearntFrom) {
  TextRecipe recipe;
  recipe.corpora = {{.file = "a.txt", .task = "mood"}};
  const Texts text{.texts = {"one"}, .labels = {}, .pairs = {}};
  expect_error(Code::DataCorrupt, "a.txt has a task, but no labels",
               [&] { check_corpora(recipe, {text}); });
  expect_error(Code::DataCorrupt, "a.txt has no texts", [&] { check_corpora(recipe, {Texts{}}); });
  recipe.corpora = {{.file = "a.txt", .share = 1}};
  expect_error(Code::DataCorrupt, "a.txt has a share, but neither pairs nor a task",
               [&] { check_corpora(recipe, {text}); });
  recipe.corpora = {{.file = "a.txt"}};
  recipe.meaning.steps = 1;
  expect_error(Code::DataCorrupt, "the stage meaning needs a corpus with a share",
               [&] { check_corpora(recipe, {text}); });
  recipe.meaning.steps = 0;
  recipe.classification.steps = 1;
  expect_error(Code::DataCorrupt, "the stage classification needs a corpus with a task",
               [&] { check_corpora(recipe, {text}); });
}

TEST(WordCutter, CutsAsBertsTokenizerDoes) {
  const std::vector<std::string> texts = {"Tidak bagus: café's 2nd-best!"};
  EXPECT_THAT(WordCutter(texts)(texts[0]),
              ElementsAre("tidak", "bagus", ":", "cafe", "'", "s", "2nd", "-", "best", "!"));
}

}  // namespace
}  // namespace sempurna
