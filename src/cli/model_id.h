#pragma once

#include <string>

#include "base/files.h"
#include "base/json.h"
#include "catalog/task.h"

namespace sempurna {

/// The id of a model that a user adds, made from its config.json and the last part of its name:
/// "google/MobileNet_v2 1.0" gives huggingface-ic-mobilenet-v2-1-0.
std::string make_model_id(const Json& config, bool fine_tuned, Task task, const std::string& name);

/// Throws InvalidArgument when an id is malformed or belongs to a card in `share`/cards, and
/// AlreadyExists when something lies at `home`/models/<id>; both with an id that is free.
void check_free_id(const fs::path& share, const fs::path& home, const std::string& id);

}  // namespace sempurna
