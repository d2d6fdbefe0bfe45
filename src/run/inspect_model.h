#pragma once

#include <stop_token>
#include <string>

#include "base/files.h"
#include "base/json.h"

namespace sempurna {

/// Has the worker build the model from the files in a folder, which proves that they belong
/// together, and returns what it tells of them: family, task, parameters, labels. Throws
/// InvalidArgument with what is wrong, told of `source`, from where they came: they lie in `folder`
/// for a moment only; Cancelled when asked to stop.
Json inspect_model(const fs::path& folder, const std::string& source,
                   const std::stop_token& stop = {});

}  // namespace sempurna
