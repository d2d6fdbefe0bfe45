#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/confinement.h"
#include "base/json.h"

namespace sempurna {

struct AskOptions {
  /// Asked now and then; where it says so, the worker is ended and Cancelled thrown.
  std::function<bool()> is_unwanted{};
  const FileAccess* files = nullptr;  ///< where it is confined to these
};

/// What another command of the worker answers in JSON. Throws InvalidArgument with its own sentence
/// where it has one, `otherwise` where it has none.
Json ask_worker(const std::vector<std::string>& arguments, const std::string& otherwise,
                const AskOptions& options = {});

}  // namespace sempurna
