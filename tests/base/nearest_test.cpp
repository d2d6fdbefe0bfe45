#include "base/nearest.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

const std::vector<std::string> kKnown = {"learning_rate", "batch_size", "epochs"};

TEST(Nearest, FindsTheNameThatWasMeant) {
  EXPECT_EQ(nearest("learning-rate", kKnown), "learning_rate");
  EXPECT_EQ(nearest("learnign_rate", kKnown), "learning_rate");
  EXPECT_EQ(nearest("Epoch", kKnown), "epochs");
}

TEST(Nearest, SaysNothingWhenNoneIsNear) {
  EXPECT_EQ(nearest("momentum", kKnown), "");
  EXPECT_EQ(nearest("", kKnown), "");
  EXPECT_EQ(did_you_mean("momentum", kKnown), "");
  EXPECT_EQ(did_you_mean("batchsize", kKnown), " Did you mean batch_size?");
}

}  // namespace
}  // namespace sempurna
