#pragma once

#include <string>

#include "base/json_map.h"

namespace sempurna {

// The input of a call of the JSON 1.1 protocol. Each throws SerializationException for what is not
// as it must be.

/// The object that a body is; an empty body is an empty one.
JsonMap parse_input(const std::string& body);
/// Empty when it is not there.
std::string text_of(const JsonMap& input, const char* name);
/// False when it is not there.
bool flag_of(const JsonMap& input, const char* name);

}  // namespace sempurna
