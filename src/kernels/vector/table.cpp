#include "kernels/vector/table.h"

#include <cstdlib>
#include <string_view>

namespace sempurna::kernels::vector {

namespace {

const Level& best_level() {
  const char* set = std::getenv("SEMPURNA_VECTOR_LEVEL");
  const std::string_view wanted = set != nullptr ? set : "";
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool avx512 = avx2 && __builtin_cpu_supports("avx512f") &&
                      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
  if (wanted == "baseline" || !avx2) return kBaseline;
  if (wanted == "avx2" || !avx512) return kAvx2;
  return kAvx512;
}

int64_t padded(int64_t n) {
  return (n + 15) / 16 * 16;
}

}  // namespace

int64_t attention_workspace(int64_t length, int64_t width) {
  return 3 * length * padded(width) + width * padded(length) +
         kScoreRows * (padded(length) + padded(width));
}

int64_t attention_gradient_workspace(int64_t length, int64_t width) {
  return 6 * length * padded(width) + 2 * width * padded(length) +
         kScoreRows * (2 * padded(length) + padded(width));
}

int64_t depthwise_workspace(const Depthwise& d) {
  return (d.kernel + 1) * (d.columns + d.out_columns + 4 * d.kernel) * d.count;
}

const Level& level() {
  static const Level& best = best_level();
  return best;
}

}  // namespace sempurna::kernels::vector
