#pragma once

#include <string>

#include "base/files.h"
#include "nn/graph.h"

namespace sempurna {

/// Writes the graph as an ONNX model file, its tensors inside. Throws InvalidArgument beyond the
/// 2 GB that such a file can hold, and what writing throws.
/// Source: https://github.com/onnx/onnx/blob/main/docs/IR.md
void write_onnx(const Graph& graph, const std::string& name, const fs::path& file);

}  // namespace sempurna
