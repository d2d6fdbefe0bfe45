#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string_view>

namespace sempurna {

/// JSON whose objects are sorted maps. For what comes from outside and may have many members in one
/// object: Json keeps their order by walking them, so that n members cost n² steps.
using JsonMap = nlohmann::json;

/// Parses `text`, named `what`. Throws DataCorrupt, also of a member twice or beyond `max_depth`.
JsonMap parse_json_map(std::string_view text, std::string_view what, int max_depth = 200);

/// Reads and parses a file of at most 64 MiB. Throws as MappedFile does, ResourceLimit for a larger
/// one, or DataCorrupt, naming the file.
JsonMap read_json_map(const std::filesystem::path& file, int max_depth = 200);

}  // namespace sempurna
