#include "api/kms/handlers.h"

namespace sempurna::kms {

void add_page(Json& output, const Operation& op, const char* name, const char* marker,
              const Json& items) {
  const int64_t limit = op.number("Limit", 1000, 1, 1000);
  const std::string after = op.text("Marker");
  Json page = Json::array();
  bool more = false;
  for (const Json& item : items) {
    if (!after.empty() && item.at(marker).get<std::string>() <= after) continue;
    if (static_cast<int64_t>(page.size()) == limit) {
      more = true;
      break;
    }
    page.push_back(item);
  }
  if (more) output["NextMarker"] = page.back().at(marker);
  output[name] = std::move(page);
  output["Truncated"] = more;
}

}  // namespace sempurna::kms
