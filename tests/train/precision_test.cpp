#include "train/precision.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace sempurna {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Bf16 kNone{}, kSlow{true, false}, kFast{true, true};

std::string refusal(const std::string& choice, const std::string& recorded) {
  try {
    precision_of(choice, recorded, kNone);
  } catch (const Error& error) {
    return error.what();
  }
  return "not refused";
}

TEST(PrecisionOf, ANewRunIsAsAskedOrTheFaster) {
  EXPECT_EQ(precision_of("auto", "", kNone), Precision::Fp32);
  EXPECT_EQ(precision_of("auto", "", kSlow), Precision::Fp32);
  EXPECT_EQ(precision_of("auto", "", kFast), Precision::Bf16);
  EXPECT_EQ(precision_of("bf16", "", kSlow), Precision::Bf16);
  EXPECT_EQ(precision_of("fp32", "", kFast), Precision::Fp32);
  EXPECT_THAT(refusal("bf16", ""), HasSubstr("set precision to auto or fp32"));
}

TEST(PrecisionOf, AResumedRunIsAsItBegan) {
  EXPECT_EQ(precision_of("auto", "fp32", kFast), Precision::Fp32);
  EXPECT_EQ(precision_of("auto", "bf16", kSlow), Precision::Bf16);
  for (const char* choice : {"auto", "bf16"}) {
    EXPECT_THAT(refusal(choice, "bf16"), HasSubstr("resume it on such a machine"));
    EXPECT_THAT(refusal(choice, "bf16"), Not(HasSubstr("set precision")));
  }
}

}  // namespace
}  // namespace sempurna
