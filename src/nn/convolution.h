#pragma once

#include <cstdint>

#include "nn/graph.h"
#include "nn/parameters.h"

namespace sempurna {

struct ConvolutionOptions {
  int64_t in = 0;
  int64_t out = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  int64_t padding = 0;  ///< on each side
  int64_t groups = 1;
};

/// A convolution with a bias and without a norm, [B, C, Y, X] to [B, O, Y', X']; its tensors are
/// "weight" and "bias".
class Convolution {
 public:
  Convolution() = default;
  /// A fresh weight is drawn as `init` says, a fresh bias is zero.
  Convolution(const ParameterSource& source, const ConvolutionOptions& options, Init init);

  Tensor operator()(const Tensor& x) const;
  Value draw(Graph& graph, const Value& x) const;

 private:
  ConvolutionOptions options_;
  Tensor weight_;
  Tensor bias_;
};

}  // namespace sempurna
