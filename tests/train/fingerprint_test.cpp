#include "train/fingerprint.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(Fingerprint, SaysWhatDiffers) {
  Fingerprint a;
  a.data_hash = "1";
  a.version = "0.1.0";
  Fingerprint b = a;
  EXPECT_EQ(differences(a.to_json(), b.to_json()), "");
  b.hyperparameters.learning_rate = 0.01;
  b.data_hash = "2";
  b.threads = 4;
  EXPECT_EQ(differences(a.to_json(), b.to_json()),
            "the data changed, the number of threads was 1 and is 4, learning_rate was 0.001 and "
            "is 0.01");
}

TEST(Fingerprint, LanguageOfTheReportDoesNotMatter) {
  Fingerprint a;
  Fingerprint b;
  b.hyperparameters.report_language = ReportLanguage::Indonesian;
  EXPECT_EQ(differences(a.to_json(), b.to_json()), "");
}

TEST(Fingerprint, ScoresByWordsAreOfOneWayToLearnThem) {
  Fingerprint with;
  with.hyperparameters.word_features = true;
  Json before = with.to_json();
  before.erase("word_terms");
  EXPECT_EQ(differences(before, with.to_json()),
            "what texts are told by beside the encoder changed");
  EXPECT_FALSE(Fingerprint().to_json().contains("word_terms"));
}

TEST(Fingerprint, SurvivesBeingWritten) {
  Fingerprint a;
  a.hyperparameters.learning_rate = 0.1;
  EXPECT_EQ(differences(parse_json(a.to_json().dump(), "f"), a.to_json()), "");
}

}  // namespace
}  // namespace sempurna
