#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace sempurna {

/// JSON that keeps the order in which members were added, so that what we write reads as meant and
/// is the same bytes every time.
using Json = nlohmann::ordered_json;

/// Parses `text`; `what` names it in the error ("labels_info.json"). At most 200 levels deep,
/// each member once. Throws DataCorrupt with line and column.
Json parse_json(std::string_view text, std::string_view what);

/// Reads and parses a file. Throws NotFound or DataCorrupt naming the file.
Json read_json(const std::filesystem::path& file);

/// One line, invalid UTF-8 replaced.
std::string to_line(const Json& value);

/// Indented by two, ending in a newline, invalid UTF-8 replaced.
std::string to_pretty(const Json& value);

}  // namespace sempurna
