#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace sempurna {

/// How much a store takes. What is there already stays, even when a limit is set below it.
struct StoreLimits {
  std::map<std::string, uint64_t> bucket_bytes{};  ///< by name; of objects and parts together
  std::optional<uint64_t> other_buckets_bytes{};   ///< of each that is not named; empty: no limit
  int64_t open_uploads = 10'000;                   ///< of a bucket

  std::optional<uint64_t> bytes_of(const std::string& bucket) const {
    const auto named = bucket_bytes.find(bucket);
    return named == bucket_bytes.end() ? other_buckets_bytes : std::optional(named->second);
  }
};

}  // namespace sempurna
