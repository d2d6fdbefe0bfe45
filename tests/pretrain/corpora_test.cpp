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

TEST_F(ReadCorpus, WhatIsMeasuredOnIsHeldApart) {
  write_file_atomic(folder_.path() / "reviews.csv",
                    "1,\"the noodles were good , but the room was loud\"\n"
                    "0,we waited an hour for cold rice\n"
                    "1,\"Noodles good, room loud!\"\n"
                    "0,the noodles took an hour\n");
  write_file_atomic(folder_.path() / "test.csv",
                    "1,\"the NOODLES were good; the room was loud\"\n");
  Corpus from = {.file = "reviews.csv"};
  EXPECT_EQ(read_corpus(folder_.path(), from).texts.size(), 4U);
  from.apart_from = {"test.csv"};
  const Texts read = read_corpus(folder_.path(), from);
  EXPECT_THAT(read.texts,
              ElementsAre("we waited an hour for cold rice", "the noodles took an hour"));
  EXPECT_THAT(read.labels, ElementsAre("0", "0"));
  write_file_atomic(folder_.path() / "other.csv", "text alone\n");
  from.apart_from = {"test.csv", "other.csv"};
  expect_error(Code::DataCorrupt, "other.csv has no texts that others could be held apart from",
               [&] { read_corpus(folder_.path(), from); });
}

TEST_F(ReadCorpus, AlikeAreTextsThatShareThreeTenthsOfTheirWords) {
  // Of three and ten different words three, and of eleven three.
  write_file_atomic(folder_.path() / "test.csv", "1,a b c\n");
  write_file_atomic(folder_.path() / "a.csv", "0,a b c d e f g h i j\n1,a b c d e f g h i j k\n");
  EXPECT_THAT(read_corpus(folder_.path(), {.file = "a.csv", .apart_from = {"test.csv"}}).texts,
              ElementsAre("a b c d e f g h i j k"));
}

TEST_F(ReadCorpus, OnlyOfATableTextsAreHeldApart) {
  write_file_atomic(folder_.path() / "a.txt", "One.\nTwo.");
  const auto refused = [&](Corpus from, const char* says) {
    from.apart_from = {"test.csv"};
    expect_error(Code::InvalidArgument, says, [&] { read_corpus(folder_.path(), from); });
  };
  refused({.file = "a.txt"}, "a.txt is none");
  refused({.reviews = 5}, "apart_from is for a .csv alone, and reviews is none");
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
  recipe.corpora = {{.file = "a.csv", .task = "mood"}};
  const Texts labelled{.texts = {"one"}, .labels = {"1"}, .pairs = {}};
  recipe.classification_shares = {{"mood", 2}};
  check_corpora(recipe, {labelled});
  recipe.classification_shares["moods"] = 1;
  expect_error(Code::DataCorrupt,
               "classification has 1 as the share of moods; it must be above 0, and moods the task "
               "of a corpus",
               [&] { check_corpora(recipe, {labelled}); });
}

TEST(WordCutter, CutsAsBertsTokenizerDoes) {
  const std::vector<std::string> texts = {"Tidak bagus: café's 2nd-best!"};
  EXPECT_THAT(WordCutter(texts)(texts[0]),
              ElementsAre("tidak", "bagus", ":", "cafe", "'", "s", "2nd", "-", "best", "!"));
}

}  // namespace
}  // namespace sempurna
