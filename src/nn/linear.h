#pragma once

#include <cstdint>

#include "kernels/activation.h"
#include "nn/graph.h"
#include "nn/parameters.h"

namespace sempurna {

/// How a layer's weight is published: as a matrix, or as a 1 × 1 convolution's.
enum class WeightShape { Matrix, Pointwise };

/// activation(x · weightᵀ + bias), [..., in] to [..., out]; its tensors are "weight" and, where it
/// has one, "bias".
class Linear {
 public:
  Linear() = default;
  /// A fresh weight is drawn as `init` says, a fresh bias is zero.
  Linear(const ParameterSource& source, int64_t in, int64_t out, Init init,
         WeightShape shape = WeightShape::Matrix, Bias bias = Bias::Learnt);

  Tensor operator()(const Tensor& x,
                    kernels::Activation activation = kernels::Activation::None) const;
  Value draw(Graph& graph, const Value& x,
             kernels::Activation activation = kernels::Activation::None) const;
  /// In its published shape.
  const Tensor& weight() const { return weight_; }

 private:
  Tensor weight_;
  Tensor bias_;
};

}  // namespace sempurna
