#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/run_record.h"

namespace sempurna::own {

/// How far somebody has read the items of a validation.
struct ItemsPlace {
  int64_t epoch = 0;
  size_t offset = 0;

  std::string text() const;
  /// "" is the beginning. Throws ValidationException, also where the items are of another epoch by
  /// now.
  static ItemsPlace of_text(const std::string& text, int64_t epoch);
};

/// Worst first, as they come: Worst; the other way round: Best; always the same any: Random. Throws
/// ValidationException for another order.
void put_in_order(std::vector<WrongAnswer>& items, const std::string& order);

}  // namespace sempurna::own
