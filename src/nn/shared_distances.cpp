#include "nn/shared_distances.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace sempurna {
namespace {

template <class Row>
Tensor rows_of(int64_t positions, Row row) {
  Tensor rows = at::empty({2 * positions - 1}, at::kLong);
  auto* out = rows.data_ptr<int64_t>();
  for (int64_t apart = 1 - positions; apart < positions; ++apart) *out++ = row(apart);
  return rows;
}

// The references reckon in single precision, which decides where a step ends.
float steps_beyond(int64_t apart, float from, float to) {
  return std::log(static_cast<float>(apart) / from) / std::log(to / from);
}

}  // namespace

SharedDistances SharedDistances::within(int64_t length) const {
  if (!rows.defined()) return {};
  const int64_t positions = (rows.size(0) + 1) / 2;
  ensure(length >= 1 && length <= positions, "distances of texts of this length");
  return {rows.narrow(0, positions - length, 2 * length - 1), vectors, biases};
}

SharedDistances window_distances(int64_t positions, int64_t reach) {
  // So far below all else that nothing is left of it behind the softmax.
  constexpr double kUnseen = -1e9;
  SharedDistances window;
  window.rows = rows_of(positions, [&](int64_t apart) { return std::abs(apart) > reach ? 1 : 0; });
  window.biases = at::zeros({2, 1}, at::kFloat);
  window.biases.select(0, 1).fill_(kUnseen);
  return window;
}

Tensor biased_distances(int64_t positions, int64_t buckets) {
  constexpr float kFarthest = 128;
  const int64_t half = buckets / 2;
  const int64_t exact = half / 2;
  return rows_of(positions, [&](int64_t apart) {
    const int64_t behind = apart < 0 ? half : 0;
    const int64_t far = std::abs(apart);
    if (far < exact) return behind + far;
    const float steps =
        steps_beyond(far, static_cast<float>(exact), kFarthest) * static_cast<float>(half - exact);
    return behind + std::min(half - 1, exact + static_cast<int64_t>(steps));
  });
}

Tensor vector_distances(int64_t positions, int64_t buckets, int64_t farthest, int64_t span) {
  const int64_t middle = buckets / 2;
  return rows_of(positions, [&](int64_t apart) {
    int64_t bucket = apart;
    if (buckets > 0 && std::abs(apart) > middle) {
      const float steps = std::ceil(steps_beyond(std::abs(apart), static_cast<float>(middle),
                                                 static_cast<float>(farthest - 1)) *
                                    static_cast<float>(middle - 1));
      bucket = (static_cast<int64_t>(steps) + middle) * (apart < 0 ? -1 : 1);
    }
    return std::clamp<int64_t>(bucket + span, 0, 2 * span - 1);
  });
}

}  // namespace sempurna
