#pragma once

#include <functional>
#include <string>

#include "base/files.h"
#include "base/json.h"

namespace sempurna {

/// Has the worker build the model from the files in a folder, which proves that they belong
/// together, and returns what it tells of them: family, task, parameters, labels. Throws
/// InvalidArgument with what is wrong, told of `source`, from where they came: they lie in `folder`
/// for a moment only; Cancelled as soon as `is_unwanted`; ResourceLimit where memory ran out.
Json inspect_model(const fs::path& folder, const std::string& source,
                   const std::function<bool()>& is_unwanted = {});

}  // namespace sempurna
