#include "report/wording.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

const Wording kEnglish(ReportLanguage::English);
const Wording kIndonesian(ReportLanguage::Indonesian);

TEST(Wording, WritesNumbersAsTheLanguageDoes) {
  EXPECT_EQ(kEnglish.count(1234567), "1,234,567");
  EXPECT_EQ(kIndonesian.count(1234567), "1.234.567");
  EXPECT_EQ(kEnglish.count(999), "999");
  EXPECT_EQ(kEnglish.count(-1000), "-1,000");
  EXPECT_EQ(kEnglish.decimal(0.54321, 4), "0.5432");
  EXPECT_EQ(kIndonesian.decimal(0.54321, 4), "0,5432");
  EXPECT_EQ(kEnglish.percent(0.9412), "94.1%");
  EXPECT_EQ(kIndonesian.percent(0.9412), "94,1%");
}

TEST(Wording, RoundsToAllOrNothingOnlyWhatIsThat) {
  EXPECT_EQ(kEnglish.percent(1), "100%");
  EXPECT_EQ(kEnglish.percent(0), "0%");
  EXPECT_EQ(kEnglish.percent(0.99999), "&gt;99.9%");
  EXPECT_EQ(kIndonesian.percent(0.00001), "&lt;0,1%");
  EXPECT_EQ(kEnglish.percent(0.9994), "99.9%");
}

TEST(Wording, WritesVeryLargeAndVerySmallNumbersWithAPowerOfTen) {
  EXPECT_EQ(kEnglish.decimal(1e20, 4), "1.00e+20");
  EXPECT_EQ(kIndonesian.decimal(2.5e-7, 4), "2,50e-07");
  EXPECT_EQ(kEnglish.decimal(0, 2), "0.00");
}

TEST(Wording, FillsPhrasesIn) {
  EXPECT_EQ(kEnglish.say(Word::CountOf, "3", "5"), "3 of 5");
  EXPECT_EQ(kIndonesian.say(Word::CountOf, "3", "5"), "3 dari 5");
  EXPECT_EQ(kEnglish.examples(1), "1 example");
  EXPECT_EQ(kEnglish.examples(1200), "1,200 examples");
  EXPECT_EQ(kIndonesian.examples(1200), "1.200 contoh");
}

TEST(Wording, NamesThePartsOfTheData) {
  EXPECT_EQ(kEnglish.data("test"), "test");
  EXPECT_EQ(kIndonesian.data("training"), "data latih");
  EXPECT_EQ(kIndonesian.data("<x>"), "<bdi>&lt;x&gt;</bdi>");
}

}  // namespace
}  // namespace sempurna
