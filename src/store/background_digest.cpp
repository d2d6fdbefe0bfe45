#include "store/background_digest.h"

namespace sempurna {

namespace {

constexpr uint64_t kAtOnce = uint64_t{1} << 20;
// Enough that starting a thread for it costs little beside it.
constexpr size_t kGather = size_t{512} << 10;
// Done when it is waited for where there is no thread to be had.
constexpr auto kAside = std::launch::async | std::launch::deferred;

}  // namespace

void BackgroundDigest::update(std::span<const std::byte> bytes) {
  size_ += bytes.size();
  if (size_ <= kAtOnce) return digest_.update(bytes);
  if (gathered_.empty()) gathered_.reserve(kGather + bytes.size());
  gathered_.insert(gathered_.end(), bytes.begin(), bytes.end());
  if (gathered_.size() >= kGather) hand_over();
}

void BackgroundDigest::hand_over() {
  if (running_.valid()) running_.get();
  given_.swap(gathered_);
  gathered_.clear();
  running_ = std::async(kAside, [this] { digest_.update(given_); });
}

std::string BackgroundDigest::finish() {
  if (running_.valid()) running_.get();
  digest_.update(gathered_);
  return digest_.finish();
}

}  // namespace sempurna
