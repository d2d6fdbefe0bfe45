#include "kernels/bf16.h"

#include <gtest/gtest.h>

namespace sempurna::kernels {
namespace {

TEST(Bf16Supported, IsFalseWithoutTheInstructions) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bf16")) GTEST_SKIP() << "this CPU has AVX512-BF16";
  EXPECT_FALSE(bf16_supported());
  EXPECT_FALSE(bf16_is_faster());
}

TEST(Bf16Supported, IsTrueWithTheInstructions) {
  __builtin_cpu_init();
  if (!__builtin_cpu_supports("avx512bf16")) GTEST_SKIP() << "this CPU has no AVX512-BF16";
  EXPECT_TRUE(bf16_supported());
}

}  // namespace
}  // namespace sempurna::kernels
