#include "base/json_map.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json_builder.h"

namespace sempurna {

namespace {

constexpr size_t kMaxBytes = 64 << 20;

}  // namespace

JsonMap parse_json_map(std::string_view text, std::string_view what, int max_depth) {
  JsonBuilder<JsonMap> builder(what, max_depth);
  if (JsonMap::sax_parse(text, &builder)) return builder.take();
  throw Error(Code::DataCorrupt, "{} is not valid JSON at byte {}", what, builder.fault_position());
}

JsonMap read_json_map(const fs::path& file, int max_depth) {
  const MappedFile mapped(file);
  if (mapped.text().size() > kMaxBytes) {
    throw Error(Code::ResourceLimit, "{} is larger than {} MiB", file.string(), kMaxBytes >> 20);
  }
  return parse_json_map(mapped.text(), file.string(), max_depth);
}

}  // namespace sempurna
