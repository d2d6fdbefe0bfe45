#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// `text` as a terminal may have it: characters that it would obey rather than show are written
/// out. Names of files and classes come from strangers and may hold any. Newline, tab and carriage
/// return become \n, \t and \r, other ASCII controls \x1b, further ones (C1, line separators, the
/// marks that turn the direction of writing) \u202e, and bytes that are not UTF-8 \x9b.
std::string shown(std::string_view text);

/// The same for text of several lines: its newlines stay. In JSON, which has no raw ASCII controls,
/// what is written out is still JSON.
std::string shown_lines(std::string_view text);

}  // namespace sempurna
