#include "train/precision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Bf16 kNone{}, kSlow{true, false}, kFast{true, true};

std::string refusal(PrecisionChoice choice, const std::string& recorded) {
  try {
    precision_of(choice, recorded, kNone);
  } catch (const Error& error) {
    return error.what();
  }
  return "not refused";
}

TEST(PrecisionOf, ANewRunIsAsAskedOrTheFaster) {
  EXPECT_EQ(precision_of(PrecisionChoice::Auto, "", kNone), Precision::Fp32);
  EXPECT_EQ(precision_of(PrecisionChoice::Auto, "", kSlow), Precision::Fp32);
  EXPECT_EQ(precision_of(PrecisionChoice::Auto, "", kFast), Precision::Bf16);
  EXPECT_EQ(precision_of(PrecisionChoice::Bf16, "", kSlow), Precision::Bf16);
  EXPECT_EQ(precision_of(PrecisionChoice::Fp32, "", kFast), Precision::Fp32);
  EXPECT_THAT(refusal(PrecisionChoice::Bf16, ""), HasSubstr("set precision to auto or fp32"));
}

TEST(PrecisionOf, AResumedRunIsAsItBegan) {
  EXPECT_EQ(precision_of(PrecisionChoice::Auto, "fp32", kFast), Precision::Fp32);
  EXPECT_EQ(precision_of(PrecisionChoice::Auto, "bf16", kSlow), Precision::Bf16);
  for (const auto choice : {PrecisionChoice::Auto, PrecisionChoice::Bf16}) {
    EXPECT_THAT(refusal(choice, "bf16"), HasSubstr("resume it on such a machine"));
    EXPECT_THAT(refusal(choice, "bf16"), Not(HasSubstr("set precision")));
  }
}

}  // namespace
}  // namespace sempurna
