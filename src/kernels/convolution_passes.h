#pragma once

#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

#include "kernels/convolution.h"
#include "kernels/onednn.h"
#include "tensor/tensor.h"

/// The passes of which a convolution and its gradient consist, on oneDNN. Tensors are served ones
/// (served.h) in channels-last memory, weights fp32 masters.
namespace sempurna::kernels {

/// The shapes of one convolution, everything that a primitive depends on.
struct ConvolutionShape {
  int64_t batch, channels, rows, columns;
  int64_t out_channels, kernel_rows, kernel_columns;
  int64_t stride, groups;
  Padding padding;
  dnnl::memory::data_type type;

  ConvolutionShape(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                   int64_t groups)
      : batch(x.size(0)),
        channels(x.size(1)),
        rows(x.size(2)),
        columns(x.size(3)),
        out_channels(weight.size(0)),
        kernel_rows(weight.size(2)),
        kernel_columns(weight.size(3)),
        stride(stride),
        groups(groups),
        padding(padding),
        type(onednn::type_of(x)) {}

  bool is_pointwise() const {
    return kernel_rows == 1 && kernel_columns == 1 && stride == 1 && groups == 1 &&
           padding == Padding{};
  }
  int64_t out_rows() const {
    return (rows + padding.top + padding.bottom - kernel_rows) / stride + 1;
  }
  int64_t out_columns() const {
    return (columns + padding.left + padding.right - kernel_columns) / stride + 1;
  }

  dnnl::memory::desc x() const { return {{batch, channels, rows, columns}, type, Tag::nhwc}; }
  dnnl::memory::desc z() const {
    return {{batch, out_channels, out_rows(), out_columns()}, type, Tag::nhwc};
  }
  /// Of the fp32 master, as it lies.
  dnnl::memory::desc master() const {
    return weight(dnnl::memory::data_type::f32, groups > 1 ? Tag::goihw : Tag::oihw);
  }
  /// In the layout that oneDNN likes best.
  dnnl::memory::desc free_weight(dnnl::memory::data_type type) const {
    return weight(type, Tag::any);
  }
  dnnl::memory::desc bias() const { return {{out_channels}, dnnl::memory::data_type::f32, Tag::x}; }

  std::vector<int64_t> key(std::initializer_list<int64_t> more) const {
    std::vector<int64_t> key = {batch,          channels,
                                rows,           columns,
                                out_channels,   kernel_rows,
                                kernel_columns, stride,
                                groups,         padding.top,
                                padding.left,   padding.bottom,
                                padding.right,  static_cast<int64_t>(type)};
    key.insert(key.end(), more);
    return key;
  }

  dnnl::memory::dims strides() const { return {stride, stride}; }
  dnnl::memory::dims before() const { return {padding.top, padding.left}; }
  dnnl::memory::dims after() const { return {padding.bottom, padding.right}; }

 private:
  using Tag = dnnl::memory::format_tag;

  dnnl::memory::desc weight(dnnl::memory::data_type type, Tag tag) const {
    if (groups == 1) {
      return {{out_channels, channels, kernel_rows, kernel_columns}, type, tag};
    }
    return {
        {groups, out_channels / groups, channels / groups, kernel_rows, kernel_columns}, type, tag};
  }
};

/// Throws Internal unless the shapes fit one another.
void check_convolution(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                       int64_t groups);

Tensor convolve(const ConvolutionShape& shape, const Tensor& x, const Tensor& weight,
                const Tensor& bias, Activation activation);

/// Writes dx, shaped like x.
void convolve_back(const ConvolutionShape& shape, const Tensor& dz, const Tensor& weight,
                   const Tensor& dx);

/// Gradients of weight and, if `bias`, of bias, both fp32.
std::pair<Tensor, Tensor> convolution_weight_gradient(const ConvolutionShape& shape,
                                                      const Tensor& x, const Tensor& dz,
                                                      const Tensor& weight, bool bias);

}  // namespace sempurna::kernels
