#pragma once

#include <cstdint>
#include <string>

#include "kernels/activation.h"
#include "kernels/convolution.h"
#include "nn/batch_norm.h"
#include "nn/graph.h"
#include "nn/pass.h"

namespace sempurna {

/// How much is put around a picture before a convolution of size k.
enum class Sides {
  Even,  ///< k / 2 on each side: PyTorch's usual choice
  Same,  ///< TensorFlow's "same": just enough for ceil(size / stride), the odd one last
  Late,  ///< k / 2 - 1 before and k / 2 after: Keras' for strided convolutions of even pictures
};

/// The padding of a picture of y × x.
kernels::Padding padding_for(Sides sides, int64_t kernel, int64_t stride, int64_t y, int64_t x);

/// Where a convolution and its normalisation lie.
struct ConvNames {
  std::string conv;
  std::string norm;
};

struct ConvShape {
  int64_t in = 0;
  int64_t out = 0;
  int64_t kernel = 1;
  int64_t stride = 1;
  int64_t groups = 1;
  Sides sides = Sides::Even;
  int64_t dilation = 1;  ///< how far apart the kernel's values stand
};

/// activation(batch norm(convolution without bias)): the brick of which convolutional networks are
/// built. The convolution's one tensor is "weight".
class ConvNorm {
 public:
  ConvNorm() = default;
  ConvNorm(const ParameterSource& source, const ConvNames& names, const ConvShape& shape,
           BatchNormOptions options, kernels::Activation activation);

  /// x [B, C, Y, X] to [B, O, Y', X']; with a residual of that shape activation(… + residual). In
  /// evaluation mode without gradients the normalisation is folded into the convolution. Of a
  /// single value a channel there is no variance: then training, too, uses the running values.
  Tensor operator()(const Tensor& x, const Pass& pass, const Tensor& residual = {}) const;
  /// By the running values, folded into the convolution. Throws InvalidArgument for TensorFlow's
  /// padding of a strided and dilated convolution, which no network of ours has.
  Value draw(Graph& graph, const Value& x, const Value& residual = {}) const;

 private:
  Tensor dilated(const Tensor& x, const Pass& pass, const Tensor& residual) const;
  Tensor predict(const Tensor& x, kernels::Padding padding, const Tensor& residual) const;

  ConvShape shape_;
  kernels::Activation activation_ = kernels::Activation::None;
  Tensor weight_;
  BatchNorm norm_;
};

}  // namespace sempurna
