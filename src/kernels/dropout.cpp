#include "kernels/dropout.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "base/error.h"
#include "kernels/draw.h"
#include "kernels/plain.h"
#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The mask is not kept: the gradient draws it again.
Tensor drop(const Tensor& x, double p, uint64_t seed) {
  Tensor z = at::empty_like(x);
  const int64_t count = x.numel(), rows = (count + kDropoutRow - 1) / kDropoutRow;
  in_threads(share_threads(rows, x.nbytes()), rows, [&](int, int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const DrawRow draw = dropout_row(seed, row);
      const int64_t first = row * kDropoutRow;
      loops(x).dropout(at_value(x, first), at_value(z, first), std::min(kDropoutRow, count - first),
                       {draw.low, draw.high, drop_threshold(p), static_cast<float>(1 / (1 - p))});
    }
  });
  return z;
}

struct Dropout : torch::autograd::Function<Dropout> {
  static Tensor forward(AutogradContext* context, const Tensor& x, double p, int64_t seed) {
    context->saved_data["p"] = p;
    context->saved_data["seed"] = seed;
    return drop(x, p, static_cast<uint64_t>(seed));
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    return {drop(gradients[0].contiguous(), context->saved_data["p"].toDouble(),
                 static_cast<uint64_t>(context->saved_data["seed"].toInt())),
            Tensor(), Tensor()};
  }
};

}  // namespace

Tensor dropout(const Tensor& x, double p, uint64_t seed, bool training) {
  ensure(p >= 0 && p < 1, "a dropout probability in [0, 1)");
  if (!training || p == 0) return x;
  if (!served(x)) return plain::dropout(x.contiguous(), p, seed);
  return Dropout::apply(x.contiguous(), p, static_cast<int64_t>(seed));
}

}  // namespace sempurna::kernels
