#include "kernels/bf16.h"

#include <gtest/gtest.h>

#include <chrono>

namespace sempurna::kernels {
namespace {

TEST(Bf16Supported, AnswersWithinASecondAndTheSameAgain) {
  const auto begin = std::chrono::steady_clock::now();
  const bool answer = bf16_supported();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bf16_supported(), answer);
}

TEST(Bf16Supported, IsFalseWithoutTheInstructions) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512bf16")) GTEST_SKIP() << "this CPU has AVX512-BF16";
  EXPECT_FALSE(bf16_supported());
}

}  // namespace
}  // namespace sempurna::kernels
