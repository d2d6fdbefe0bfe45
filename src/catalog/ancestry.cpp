#include "catalog/ancestry.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "base/error.h"

namespace sempurna {

std::string Ancestry::chain() const {
  return fmt::format("{}", fmt::join(names, " → "));
}

Json to_json(const Ancestry& ancestry) {
  return {{"lineage", ancestry.names}, {"licence", ancestry.licence}};
}

Ancestry ancestry_from_json(const Json& json, const std::string& where) {
  const auto fail = [&](const char* member, const char* what) {
    return Error(Code::DataCorrupt, "{}: {} must be {}", where, member, what);
  };
  if (!json.is_object()) throw fail("it", "an object");
  Ancestry ancestry;
  if (const auto names = json.find("lineage"); names != json.end()) {
    const bool texts =
        names->is_array() && std::all_of(names->begin(), names->end(),
                                         [](const Json& name) { return name.is_string(); });
    if (!texts) throw fail("lineage", "a list of names");
    ancestry.names = names->get<std::vector<std::string>>();
  }
  if (const auto licence = json.find("licence"); licence != json.end()) {
    if (!licence->is_string()) throw fail("licence", "a text");
    ancestry.licence = *licence;
  }
  return ancestry;
}

}  // namespace sempurna
