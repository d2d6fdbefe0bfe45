#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sempurna {

/// How an endpoint answers: the probabilities alone, or the classes beside them.
enum class AnswerType { Probabilities, Verbose };

/// A header's type in lower case, without its parameters: "Application/X-Text; charset=utf-8" is
/// application/x-text.
std::string media_type(std::string_view header);

/// What a header Accept asks for: application/json, or application/json;verbose; the first of
/// several that can be had. None at all and */* ask for the first. Empty: nothing of it can be had.
std::optional<AnswerType> answer_type(std::string_view accept);

}  // namespace sempurna
