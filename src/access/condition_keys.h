#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// Whether a policy may ask about this condition key: those that requests here really have, and no
/// others, so that no condition is accepted that is never, or always, in force. The case of the
/// letters does not count.
bool is_condition_key(std::string_view key);

/// " Did you mean aws:SourceIp?", or nothing.
std::string nearest_condition_key(std::string_view key);

}  // namespace sempurna
