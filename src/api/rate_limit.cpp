#include "api/rate_limit.h"

#include <algorithm>
#include <vector>

namespace sempurna {

namespace {

constexpr size_t kMost = 65536;

}  // namespace

void RateLimit::forget(double most, Moment now) {
  // One that is full again is as one that was never there.
  std::vector<Moment> times;
  for (auto at = buckets_.begin(); at != buckets_.end();) {
    const Bucket& bucket = at->second;
    const double passed = std::chrono::duration<double>(now - bucket.filled).count();
    if (bucket.tokens + passed * per_second_ >= most) {
      at = buckets_.erase(at);
    } else {
      times.push_back((at++)->second.filled);
    }
  }
  if (times.size() <= kMost / 2) return;
  // Addresses come and go without end: those that asked last are kept.
  const auto middle = times.begin() + std::ssize(times) / 2;
  std::nth_element(times.begin(), middle, times.end());
  std::erase_if(buckets_, [&](const auto& named) { return named.second.filled < *middle; });
  if (buckets_.size() >= kMost) buckets_.clear();  // all at the same moment
}

RateLimit::Bucket& RateLimit::filled(const std::string& who, Moment now) {
  const double most = std::max(1.0, 2 * per_second_);
  if (buckets_.size() >= kMost && !buckets_.contains(who)) forget(most, now);
  Bucket& bucket = buckets_.try_emplace(who, Bucket{most, now}).first->second;
  const double passed = std::chrono::duration<double>(now - bucket.filled).count();
  bucket.tokens = std::min(most, bucket.tokens + passed * per_second_);
  bucket.filled = now;
  return bucket;
}

bool RateLimit::has(const std::string& who, Moment now) {
  if (per_second_ <= 0) return true;
  const std::lock_guard lock(mutex_);
  return filled(who, now).tokens >= 1;
}

bool RateLimit::take(const std::string& who, Moment now) {
  if (per_second_ <= 0) return true;
  const std::lock_guard lock(mutex_);
  Bucket& bucket = filled(who, now);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

}  // namespace sempurna
