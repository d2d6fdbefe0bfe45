#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>

#include "support/source_tree.h"

namespace sempurna {

/// The reference data at `sub`, or empty when this checkout has none: then the test skips and says
/// so. Looked for in $SEMPURNA_SHARED, else in the folder "shared" beside the repository.
inline std::optional<std::filesystem::path> shared_data(std::string_view sub) {
  const char* set = std::getenv("SEMPURNA_SHARED");
  const std::filesystem::path root =
      set != nullptr ? std::filesystem::path(set) : source_tree().parent_path() / "shared";
  auto found = root / sub;
  if (!std::filesystem::exists(found)) return std::nullopt;
  return found;
}

}  // namespace sempurna
