#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/activation.h"
#include "nn/graph.h"
#include "nn/parameters.h"

namespace sempurna {

/// Weighs the channels of a picture by what all of it is (Hu et al. 2018): mean over the picture,
/// two layers, a sigmoid, or with `hard` its piecewise linear likeness (Howard et al. 2019). The
/// layers are 1 × 1 convolutions below `reduce` and `restore`.
class SqueezeExcite {
 public:
  SqueezeExcite(const ParameterSource& source, std::string_view reduce, std::string_view restore,
                int64_t channels, int64_t squeezed, kernels::Activation activation,
                bool hard = false);

  /// x [B, C, Y, X] to the same.
  Tensor operator()(const Tensor& x) const;
  Value draw(Graph& graph, const Value& x) const;

 private:
  kernels::Activation activation_;
  bool hard_;
  Tensor reduce_weight_;
  Tensor reduce_bias_;
  Tensor restore_weight_;
  Tensor restore_bias_;
};

}  // namespace sempurna
