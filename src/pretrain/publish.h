#pragma once

#include <vector>

#include "base/files.h"
#include "nn/parameters.h"

namespace sempurna {

/// Writes the tensors as half-precision numbers, integers as they are, which halves what the
/// repository carries. Loading makes fp32 of them.
void write_half(const fs::path& file, const std::vector<Parameter>& parameters);

/// Copies a model folder, its weights made half-precision.
void publish_half(const fs::path& folder, const fs::path& output);

}  // namespace sempurna
