#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

std::vector<const Level*> runnable_levels() {
  __builtin_cpu_init();
  std::vector<const Level*> levels = {&kBaseline};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) levels.push_back(&kAvx2);
  if (level().name == kAvx512.name) levels.push_back(&kAvx512);
  return levels;
}

std::vector<float> ramp(int count, float low, float high) {
  std::vector<float> x(count);
  for (int i = 0; i < count; ++i) x[i] = low + (high - low) * static_cast<float>(i) / (count - 1);
  return x;
}

TEST(VectorLevels, AllComputeTheSameActivations) {
  const auto x = ramp(1003, -9, 9);
  for (const Level* one : runnable_levels()) {
    for (int a = 0; a <= static_cast<int>(Activation::HardSwish); ++a) {
      std::vector<float> wanted(x.size()), got(x.size());
      kBaseline.fp32.activate(x.data(), wanted.data(), 1003, static_cast<Activation>(a));
      one->fp32.activate(x.data(), got.data(), 1003, static_cast<Activation>(a));
      for (size_t i = 0; i < x.size(); ++i) {
        ASSERT_NEAR(got[i], wanted[i], 1e-5) << one->name << " activation " << a << " at " << x[i];
      }
    }
  }
}

TEST(VectorLevels, AllDropTheSameValues) {
  const auto x = ramp(1003, 1, 2);
  const DropRow row = {123456789, 987654321, 1u << 30, 1.5f};
  for (const Level* one : runnable_levels()) {
    std::vector<float> wanted(x.size()), got(x.size());
    kBaseline.fp32.dropout(x.data(), wanted.data(), 1003, row);
    one->fp32.dropout(x.data(), got.data(), 1003, row);
    EXPECT_EQ(got, wanted) << one->name;
  }
}

TEST(VectorLevels, RoundToBf16TiesToEvenAndKeepNotANumber) {
  // 1 + 2^-8 lies between 1 and 1 + 2^-7: the even one is 1; 1 + 3 · 2^-8 goes up.
  std::vector<float> x = {1.0f,    1.00390625f,   1.01171875f, -1.00390625f,
                          3.4e38f, std::nanf(""), INFINITY,    -INFINITY};
  while (x.size() < 19) x.push_back(0.1f);
  for (const Level* one : runnable_levels()) {
    // Rows of one value each: fill_rows stores fp32 as the level's bf16.
    std::vector<uint16_t> half(x.size());
    one->bf16.fill_rows(x.data(), half.data(), 1, static_cast<int64_t>(x.size()));
    EXPECT_EQ(half[0], 0x3f80) << one->name;
    EXPECT_EQ(half[1], 0x3f80) << one->name;
    EXPECT_EQ(half[2], 0x3f82) << one->name;
    EXPECT_EQ(half[3], 0xbf80) << one->name;
    EXPECT_EQ(half[4], 0x7f80) << one->name;
    EXPECT_GT(half[5] & 0x7fff, 0x7f80) << one->name;
    EXPECT_EQ(half[6], 0x7f80) << one->name;
    EXPECT_EQ(half[7], 0xff80) << one->name;
    EXPECT_EQ(half[18], 0x3dcd) << one->name;
  }
}

}  // namespace
}  // namespace sempurna::kernels::vector
