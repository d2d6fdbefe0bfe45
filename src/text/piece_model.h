#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace sempurna {

/// Cuts one pre-split piece of text, usually a word, into tokens.
class PieceModel {
 public:
  virtual ~PieceModel() = default;
  virtual void append_ids(std::string_view piece, std::vector<int32_t>& ids) const = 0;
};

}  // namespace sempurna
