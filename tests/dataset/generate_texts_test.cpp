#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "base/sha256.h"
#include "dataset/check.h"
#include "dataset/generate.h"
#include "dataset/reviews.h"
#include "support/ascii_words.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;

class DefaultTexts : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    generate_default_texts(folder_->path() / "reviews");
    const auto checked = check_texts({at("training"), "", at("test")}, {});
    findings_ = new Findings(checked.findings);
    training_ = new TextDataset(*checked.training);
    test_ = new TextDataset(*checked.test);
  }
  static void TearDownTestSuite() {
    delete test_;
    delete training_;
    delete findings_;
    delete folder_;
  }
  static std::string at(const std::string& channel) {
    return (folder_->path() / "reviews" / channel).string();
  }
  static TemporaryFolder* folder_;
  static Findings* findings_;
  static TextDataset* training_;
  static TextDataset* test_;
};

TemporaryFolder* DefaultTexts::folder_ = nullptr;
Findings* DefaultTexts::findings_ = nullptr;
TextDataset* DefaultTexts::training_ = nullptr;
TextDataset* DefaultTexts::test_ = nullptr;

TEST_F(DefaultTexts, PassTheCheckWithoutAWarning) {
  for (const Finding& finding : *findings_) {
    EXPECT_EQ(finding.severity, Severity::Fact) << to_line(finding);
  }
  EXPECT_THAT(training_->labels, ElementsAre("0", "1"));
  EXPECT_EQ(training_->items.size(), 6000);
  EXPECT_EQ(test_->items.size(), 1000);
}

TEST_F(DefaultTexts, AreTheSameBytesEverywhere) {
  EXPECT_EQ(sha256_file(at("training/data.csv")),
            "3b2d4f5bfcdafecf31751e36e273dfe494e802ffa7460fdea5eed7226cc34162");
  EXPECT_EQ(sha256_file(at("test/data.csv")),
            "6709c43ea89e66b95ece4284589340ecfabc460d8e13a0028d9d02fc63e90abd");
}

TEST_F(DefaultTexts, HaveNoSingleWordThatTellsTheLabelByItself) {
  std::map<std::string, std::pair<int, int>> by_word;
  for (const TextItem& item : training_->items) {
    const auto all = ascii_words(item.text);
    for (const std::string& word : std::set<std::string>(all.begin(), all.end())) {
      auto& [negative, positive] = by_word[word];
      ++(item.class_index == 0 ? negative : positive);
    }
  }
  for (const auto& [word, counts] : by_word) {
    const int all = counts.first + counts.second;
    if (all < 20) continue;
    const double share = static_cast<double>(std::max(counts.first, counts.second)) / all;
    EXPECT_LT(share, 0.9) << word << " " << counts.first << " " << counts.second;
  }
}

TEST_F(DefaultTexts, ShareNoReviewWithTheFurtherOnes) {
  std::set<std::string> known;
  for (const auto* part : {training_, test_}) {
    for (const TextItem& item : part->items) known.insert(item.text);
  }
  const auto further = further_reviews(3000);
  ASSERT_EQ(further.size(), 3000);
  EXPECT_EQ(std::count_if(further.begin(), further.end(), [](auto& r) { return r.positive; }),
            1500);
  for (const auto& review : further) EXPECT_FALSE(known.contains(review.text)) << review.text;
}

TEST(Reviews, FillEveryPlaceOfEverySentence) {
  for (const auto* language : {&english_reviews(), &indonesian_reviews()}) {
    for (uint64_t key = 0; key < 2000; ++key) {
      const std::string review = write_review(*language, key % 2 == 0, key);
      EXPECT_EQ(review.find_first_of("{}"), std::string::npos) << review;
      EXPECT_EQ(review.back(), '.') << review;
    }
  }
}

}  // namespace
}  // namespace sempurna
