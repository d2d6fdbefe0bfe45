#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sempurna {

/// What is between a text and its ids, special tokens aside. Const calls may come from several
/// threads at once.
class TextEncoder {
 public:
  virtual ~TextEncoder() = default;

  /// Appends the ids of `text`, which is valid UTF-8. May stop once `ids` holds `limit` or more, as
  /// what follows will be cut.
  virtual void append_ids(std::string_view text, size_t limit, std::vector<int32_t>& ids) const = 0;
};

}  // namespace sempurna
