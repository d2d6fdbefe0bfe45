#pragma once

#include "kernels/activation.h"
#include "kernels/attention.h"
#include "nn/graph.h"

/// The kernels' functions as nodes of a graph (nn/graph.h).
namespace sempurna {

Value draw_activation(Graph& graph, const Value& x, kernels::Activation activation);

/// As kernels::linear, x of any number of dimensions. The bias may be undefined.
Value draw_linear(Graph& graph, const Value& x, const Tensor& weight, const Tensor& bias,
                  kernels::Activation activation = kernels::Activation::None);

/// As kernels::packed_attention, of sequences that lie beside each other: q, k and v [B, T, D].
/// `mask` [B, 1, 1, T] is added to what a query says of each key; without a name there is none.
Value draw_attention(Graph& graph, const Value& q, const Value& k, const Value& v,
                     const Value& mask, int64_t width, const kernels::AttentionOptions& options);

/// [B, C, Y, X] to [B, C].
Value draw_average_pool(Graph& graph, const Value& x);

}  // namespace sempurna
