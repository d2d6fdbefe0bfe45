#include "api/body_budget.h"

#include <algorithm>
#include <array>

#include "access/access_error.h"

namespace sempurna {

void BodyBudget::Share::take(size_t bytes) {
  if (proved_) return;
  const std::lock_guard lock(budget_.mutex_);
  if (bytes > budget_.left_) {
    throw AccessError(AccessFault::LimitExceeded,
                      "Please reduce your request rate: too many bodies are on their way whose "
                      "senders are not known yet");
  }
  budget_.left_ -= bytes;
  taken_ += bytes;
}

void BodyBudget::Share::prove() {
  give_back();
  proved_ = true;
}

void BodyBudget::Share::give_back() {
  const std::lock_guard lock(budget_.mutex_);
  budget_.left_ += taken_;
  taken_ = 0;
}

std::string read_kept(const std::function<size_t(std::span<std::byte>)>& read, size_t expected,
                      size_t limit, BodyBudget::Share& share) {
  std::string whole;
  // Room that is not used yet costs nothing, and growing would double what is kept.
  whole.reserve(std::min(expected, limit));
  std::array<std::byte, 16384> piece;
  while (const size_t count = read(piece)) {
    if (whole.size() + count > limit) {
      throw HttpError(413, "the body is larger than the {} bytes that are allowed here", limit);
    }
    share.take(count);
    whole.append(reinterpret_cast<const char*>(piece.data()), count);
  }
  return whole;
}

}  // namespace sempurna
