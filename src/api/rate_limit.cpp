#include "api/rate_limit.h"

#include <algorithm>

namespace sempurna {

namespace {

constexpr size_t kRemembered = 65536;

}  // namespace

RateLimit::Bucket& RateLimit::filled(const std::string& who, Moment now) {
  const double most = std::max(1.0, 2 * per_second_);
  // Addresses come and go without end; starting anew is generous to all.
  if (buckets_.size() >= kRemembered) buckets_.clear();
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
