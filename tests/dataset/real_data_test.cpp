#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "dataset/check.h"
#include "dataset/text_rows.h"
#include "image/decode.h"
#include "support/shared_data.h"

namespace sempurna {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

// The path of reference data, or a skip that says why.
#define SHARED_OR_SKIP(variable, below)                                                   \
  const auto variable##_found = shared_data(below);                                       \
  if (!variable##_found) GTEST_SKIP() << "the reference data " << below << " are absent"; \
  const std::string variable = variable##_found->string()

std::map<std::string, int> codes(const Findings& findings) {
  std::map<std::string, int> counts;
  for (const Finding& finding : findings) ++counts[finding.code];
  return counts;
}

TEST(RealData, FlowersHaveTwoPicturesTwice) {
  SHARED_OR_SKIP(flowers, "data/flowers");
  const auto checked = check_images({flowers, "", ""}, {});
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_EQ(checked.training->items.size(), 500);
  EXPECT_EQ(codes(checked.findings),
            (std::map<std::string, int>{{"class-counts", 1}, {"repeated-item", 2}}));
}

TEST(RealData, HymenopteraHoldsAGifAmongItsPhotos) {
  SHARED_OR_SKIP(hymenoptera, "data/hymenoptera");
  const auto checked = check_images({hymenoptera + "/train", hymenoptera + "/val", ""}, {});
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_EQ(checked.training->items.size(), 244);
  EXPECT_EQ(checked.validation->items.size(), 153);
  ASSERT_EQ(codes(checked.findings)["not-a-picture"], 1);
  EXPECT_THAT(checked.findings[0].file, HasSubstr("imageNotFound.gif"));

  const auto whole = check_images({hymenoptera, "", ""}, {});
  ASSERT_TRUE(has_errors(whole.findings));
  EXPECT_THAT(whole.findings[0].message, HasSubstr("--validation " + hymenoptera + "/val"));
}

TEST(RealData, TextsAreReadWhole) {
  SHARED_OR_SKIP(data, "data");
  const auto sst2 =
      check_texts({data + "/sst2/train", data + "/sst2/validation", data + "/sst2/test"}, {});
  EXPECT_FALSE(has_errors(sst2.findings));
  EXPECT_EQ(sst2.training->items.size(), 67349);
  EXPECT_EQ(sst2.validation->items.size(), 872);
  EXPECT_EQ(sst2.test->items.size(), 1821);
  EXPECT_EQ(codes(sst2.findings)["contradicting-labels"], 5);
  EXPECT_EQ(codes(sst2.findings)["shared-with-training"], 1);

  const auto smsa =
      check_texts({data + "/smsa/train", data + "/smsa/validation", data + "/smsa/test"}, {});
  EXPECT_FALSE(has_errors(smsa.findings));
  EXPECT_EQ(smsa.training->labels, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(codes(smsa.findings)["shared-with-training"], 14);

  const auto spam = check_texts({data + "/sms_spam", "", ""}, {});
  EXPECT_FALSE(has_errors(spam.findings));
  EXPECT_EQ(codes(spam.findings)["imbalance"], 1);
}

TEST(RealData, EveryNastyCsvGetsAVerdict) {
  SHARED_OR_SKIP(nasty, "data/nasty");
  int files = 0;
  int accepted = 0;
  for (const auto& entry : fs::recursive_directory_iterator(nasty)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file() || (extension != ".csv" && extension != ".tsv")) continue;
    ++files;
    for (const auto on_bad_data : {OnBadData::Refuse, OnBadData::Skip}) {
      CheckOptions options;
      options.on_bad_data = on_bad_data;
      const auto checked = check_texts({entry.path().string(), "", ""}, options);
      ASSERT_FALSE(checked.findings.empty()) << entry.path();
      for (const Finding& finding : checked.findings) {
        EXPECT_FALSE(finding.message.empty()) << entry.path();
        // What is printed and sent is always valid: no byte of the file gets through unseen.
        EXPECT_NO_THROW(static_cast<void>(to_line(to_json(finding)))) << entry.path();
        if (finding.severity == Severity::Error) {
          EXPECT_FALSE(finding.remedy.empty() && finding.code != "no-data") << to_line(finding);
        }
      }
      accepted += on_bad_data == OnBadData::Refuse && !has_errors(checked.findings) ? 1 : 0;
    }
  }
  EXPECT_GT(files, 300);
  EXPECT_LT(accepted, files / 10) << "hardly any of them is a label and a text";
}

TEST(RealData, EveryNastyPictureGetsAVerdict) {
  SHARED_OR_SKIP(nasty, "data/nasty");
  CheckOptions options;
  options.decode = [](std::string_view, std::span<const std::byte> bytes, const std::string&) {
    return decode(bytes);
  };
  const auto checked = check_images({nasty, "", ""}, options);
  ASSERT_TRUE(checked.training.has_value());
  EXPECT_TRUE(has_errors(checked.findings));
  auto found = codes(checked.findings);
  EXPECT_EQ(found["broken-picture"], 7);
  EXPECT_GE(found["empty-class"], 3);
  EXPECT_GT(checked.training->items.size(), 400);
}

}  // namespace
}  // namespace sempurna
