#pragma once

#include <optional>
#include <string_view>

namespace sempurna {

/// What a model is fine-tuned to do.
enum class Task { ImageClassification, TextClassification };

/// As cards and the API write it: "image-classification", "text-classification".
std::string_view name(Task task);

/// Empty when no task has this name.
std::optional<Task> task_named(std::string_view name);

}  // namespace sempurna
