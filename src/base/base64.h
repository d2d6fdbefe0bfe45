#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sempurna {

/// The bytes of base64 text (RFC 4648, section 4), or empty when it is not that.
std::optional<std::string> decode_base64(std::string_view text);

/// With padding, on one line.
std::string encode_base64(std::string_view bytes);

/// Two lower-case digits a byte.
std::string encode_hex(std::string_view bytes);

/// The bytes of digits of either case, or empty when it is not that.
std::optional<std::string> decode_hex(std::string_view text);

}  // namespace sempurna
