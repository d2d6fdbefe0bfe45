#pragma once

#include <algorithm>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "http/message.h"

namespace sempurna {

/// A body whose bytes come at most `piece` at a time, as a network may bring them.
class Pieces : public RequestBody {
 public:
  Pieces(std::string_view bytes, size_t piece) : left_(bytes), piece_(piece) {}
  size_t read(std::span<std::byte> bytes) override {
    const size_t count = std::min({bytes.size(), left_.size(), piece_});
    std::memcpy(bytes.data(), left_.data(), count);
    left_.remove_prefix(count);
    return count;
  }
  std::optional<uint64_t> length() const override { return left_.size(); }

 private:
  std::string_view left_;
  size_t piece_;
};

}  // namespace sempurna
