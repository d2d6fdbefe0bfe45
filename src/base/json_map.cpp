#include "base/json_map.h"

#include "base/error.h"
#include "base/files.h"

namespace sempurna {

namespace {

constexpr size_t kMaxBytes = 64 << 20;

}  // namespace

JsonMap parse_json_map(std::string_view text, std::string_view what, int max_depth) {
  try {
    return JsonMap::parse(text, [&](int depth, JsonMap::parse_event_t, JsonMap&) {
      if (depth <= max_depth) return true;
      throw Error(Code::DataCorrupt, "{} is nested more than {} levels deep", what, max_depth);
    });
  } catch (const JsonMap::parse_error& error) {
    throw Error(Code::DataCorrupt, "{} is not valid JSON at byte {}", what, error.byte);
  } catch (const JsonMap::exception& error) {
    throw Error(Code::DataCorrupt, "{} is not valid JSON: {}", what, error.what());
  }
}

JsonMap read_json_map(const fs::path& file, int max_depth) {
  const MappedFile mapped(file);
  if (mapped.text().size() > kMaxBytes) {
    throw Error(Code::ResourceLimit, "{} is larger than {} MiB", file.string(), kMaxBytes >> 20);
  }
  return parse_json_map(mapped.text(), file.string(), max_depth);
}

}  // namespace sempurna
