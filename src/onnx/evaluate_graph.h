#pragma once

#include <map>
#include <string>

#include "nn/graph.h"

namespace sempurna {

/// The outputs by name, for the inputs by name: node after node, by what the standard says of each
/// operation and in plain calls of libtorch, without the kernels that the model itself computes
/// with, so that it tells whether a drawing is right. Throws Internal for an operation that no
/// drawing of ours has.
std::map<std::string, Tensor> evaluate_graph(const Graph& graph,
                                             const std::map<std::string, Tensor>& inputs);

}  // namespace sempurna
