#pragma once

#include <array>
#include <string_view>

#include "base/choice.h"

namespace sempurna {

/// What a model is fine-tuned to do.
enum class Task { ImageClassification, TextClassification };

/// As cards and the API write it.
constexpr std::array<std::string_view, 2> names_of(Task) {
  return {"image-classification", "text-classification"};
}

}  // namespace sempurna
