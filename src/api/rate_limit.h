#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

namespace sempurna {

/// A token bucket for each identity: `per_second` requests on average, twice as many at once. Of
/// some ten thousand identities and more, those that asked last are remembered.
class RateLimit {
 public:
  /// 0: no limit.
  explicit RateLimit(double per_second) : per_second_(per_second) {}

  using Moment = std::chrono::steady_clock::time_point;
  /// Whether take() would let one through.
  bool has(const std::string& who, Moment now = std::chrono::steady_clock::now());
  /// Whether one more request of `who` may go on.
  bool take(const std::string& who, Moment now = std::chrono::steady_clock::now());

 private:
  struct Bucket {
    double tokens;
    Moment filled;
  };
  Bucket& filled(const std::string& who, Moment now);
  /// Makes room, at the best without changing what anybody may do.
  void forget(double most, Moment now);

  double per_second_;
  std::mutex mutex_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace sempurna
