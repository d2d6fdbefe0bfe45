#include "base/json.h"

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "base/json_builder.h"

namespace sempurna {

namespace {

constexpr int kMaxDepth = 200;

}  // namespace

Json parse_json(std::string_view text, std::string_view what) {
  JsonBuilder<Json> builder(what, kMaxDepth);
  if (Json::sax_parse(text, &builder)) return builder.take();
  const size_t at = std::min(builder.fault_position(), text.size());
  const auto before = text.substr(0, at);
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const size_t start = before.rfind('\n');
  const size_t column = start == std::string_view::npos ? at : at - start - 1;
  throw Error(Code::DataCorrupt, "{} is not valid JSON: line {}, column {}", what, line, column);
}

Json read_json(const std::filesystem::path& file) {
  return parse_json(read_file(file), file.string());
}

std::string to_line(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string to_pretty(const Json& value) {
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace sempurna
