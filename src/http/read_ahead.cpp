#include "http/read_ahead.h"

#include <algorithm>
#include <cstring>

namespace sempurna {

namespace {

constexpr size_t kPiece = 8 << 10;

}  // namespace

std::string_view ReadAhead::view() const {
  return {reinterpret_cast<const char*>(bytes_.data()) + begin_, end_ - begin_};
}

void ReadAhead::consume(size_t count) {
  begin_ += count;
  if (begin_ < end_) return;
  begin_ = end_ = 0;
  // A connection that waits keeps no more than it will need for most requests.
  if (bytes_.size() > kPiece) bytes_ = {};
}

bool ReadAhead::fill(size_t most) {
  const size_t here = end_ - begin_;
  if (here >= most) return false;
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, here);
    begin_ = 0;
    end_ = here;
  }
  if (bytes_.size() < most) bytes_.resize(std::min(most, std::max(2 * here, kPiece)));
  const size_t room = std::min(bytes_.size(), most) - end_;
  end_ += source_(std::span(bytes_).subspan(end_, room));
  return true;
}

size_t ReadAhead::read(std::span<std::byte> bytes) {
  const size_t here = std::min(end_ - begin_, bytes.size());
  if (here == 0) return source_(bytes);
  std::memcpy(bytes.data(), bytes_.data() + begin_, here);
  consume(here);
  return here;
}

}  // namespace sempurna
