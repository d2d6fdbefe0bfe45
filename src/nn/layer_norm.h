#pragma once

#include <cstdint>

#include "nn/graph.h"
#include "nn/parameters.h"

namespace sempurna {

/// Layer normalisation over the last dimension; its tensors are "weight" and, where it has
/// one, "bias".
class LayerNorm {
 public:
  LayerNorm() = default;
  LayerNorm(const ParameterSource& source, int64_t width, double eps, Bias bias = Bias::Learnt);

  Tensor operator()(const Tensor& x) const;
  /// Of x + residual.
  Tensor operator()(const Tensor& x, const Tensor& residual) const;
  Value draw(Graph& graph, const Value& x) const;

 private:
  Tensor weight_;
  Tensor bias_;
  double eps_ = 0;
};

}  // namespace sempurna
