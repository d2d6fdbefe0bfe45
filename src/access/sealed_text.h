#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// AES-256-GCM (NIST SP 800-38D) of a short text under a 32-byte key: nonce, text, tag. `context`
/// is bound in and must be the same to open it.
std::string seal_text(std::string_view key, std::string_view text, std::string_view context);

/// Throws InvalidCiphertext when the bytes, the context or the key are not those of seal_text().
std::string open_text(std::string_view key, std::string_view sealed, std::string_view context);

}  // namespace sempurna
