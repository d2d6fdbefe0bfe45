#include "kernels/bf16.h"

#include <gtest/gtest.h>

namespace sempurna::kernels {
namespace {

TEST(Bf16Supported, IsWhatTheInstructionsSay) {
  __builtin_cpu_init();
  const bool instructions = __builtin_cpu_supports("avx512bf16") != 0;
  EXPECT_EQ(bf16_supported(), instructions);
  // Never faster where it is not there; the same answer every time, for a resumed run asks again.
  EXPECT_TRUE(instructions || !bf16_is_faster());
  EXPECT_EQ(bf16_is_faster(), bf16_is_faster());
}

}  // namespace
}  // namespace sempurna::kernels
