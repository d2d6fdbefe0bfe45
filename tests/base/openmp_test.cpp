#include "base/openmp.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace sempurna {
namespace {

class OpenMp : public testing::Test {
 protected:
  OpenMp() {
    if (const char* given = std::getenv("GOMP_SPINCOUNT")) given_ = given;
    ::unsetenv("GOMP_SPINCOUNT");
    ::unsetenv("OMP_WAIT_POLICY");
  }
  ~OpenMp() override {
    ::unsetenv("OMP_WAIT_POLICY");
    given_ ? ::setenv("GOMP_SPINCOUNT", given_->c_str(), 1) : ::unsetenv("GOMP_SPINCOUNT");
  }
  std::optional<std::string> given_;
};

TEST_F(OpenMp, IsSetOnce) {
  EXPECT_TRUE(spin_briefly());
  EXPECT_STREQ(std::getenv("GOMP_SPINCOUNT"), "10000");
  EXPECT_FALSE(spin_briefly());
}

TEST_F(OpenMp, StaysAsThePersonHasIt) {
  ::setenv("OMP_WAIT_POLICY", "active", 1);
  EXPECT_FALSE(spin_briefly());
  EXPECT_EQ(std::getenv("GOMP_SPINCOUNT"), nullptr);
}

}  // namespace
}  // namespace sempurna
