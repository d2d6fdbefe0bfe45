#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sempurna {

/// `raw` as HTML text that also fits between double quotes: markup escaped; what is not UTF-8,
/// control characters but tab and newline, and the characters that turn the writing direction
/// around become U+FFFD; at most `most` characters, then "…".
std::string html_text(std::string_view raw, size_t most = 400);

/// html_text() set apart from the text around it, so that neither's writing direction changes the
/// other's. When it is cut to `most`, the whole, up to 400 characters, is its title.
std::string html_name(std::string_view raw, size_t most = 60);

/// The JPEG bytes as a URI that holds them.
std::string jpeg_uri(std::string_view jpeg);

}  // namespace sempurna
