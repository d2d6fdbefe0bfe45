#include "api/sempurna/page_of_items.h"

#include <algorithm>
#include <functional>

#include "api/json/error.h"
#include "base/number.h"
#include "base/random.h"

namespace sempurna::own {

std::string ItemsPlace::text() const {
  return fmt::format("{}.{}", epoch, offset);
}

ItemsPlace ItemsPlace::of_text(const std::string& text, int64_t epoch) {
  if (text.empty()) return {epoch, 0};
  const size_t dot = text.find('.');
  const auto of_epoch = read_number<int64_t>(std::string_view(text).substr(0, dot));
  const auto offset = dot == std::string::npos
                          ? std::nullopt
                          : read_number<uint32_t>(std::string_view(text).substr(dot + 1));
  if (!of_epoch || !offset) {
    throw JsonError("ValidationException",
                    "NextToken is not one that this server gave; leave it out to begin anew");
  }
  if (*of_epoch != epoch) {
    throw JsonError("ValidationException",
                    "The items are of epoch {} by now, those before were of epoch {}; leave "
                    "NextToken out to begin anew",
                    epoch, *of_epoch);
  }
  return {epoch, *offset};
}

void put_in_order(std::vector<WrongAnswer>& items, const std::string& order) {
  if (order == "Best") {
    std::ranges::reverse(items);
  } else if (order == "Random") {
    std::ranges::stable_sort(items, {}, [](const WrongAnswer& item) {
      const uint64_t of_file = std::hash<std::string>{}(item.file);
      return mix(of_file, static_cast<uint64_t>(item.row));
    });
  } else if (order != "Worst") {
    throw JsonError("ValidationException", "Order is Worst, Best or Random, not '{}'", order);
  }
}

}  // namespace sempurna::own
