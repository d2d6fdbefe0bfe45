#pragma once

#include <functional>

#include "catalog/preview_request.h"

namespace sempurna {

/// What the worker makes of them, confined to the data and the model; TaskTraining::preview has its
/// members. Throws InvalidArgument with its sentence; Cancelled as soon as `is_unwanted` says so.
Json preview_examples(const PreviewRequest& request, const std::function<bool()>& is_unwanted);

}  // namespace sempurna
