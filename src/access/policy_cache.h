#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "access/policy.h"

namespace sempurna {

/// Policies that come as texts (a bucket's, a session's), parsed once for as long as they are used.
/// Safe to use from several threads.
class PolicyCache {
 public:
  /// Throws MalformedPolicy.
  std::shared_ptr<const Policy> get(const std::string& json, PolicyKind kind);

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Policy>> policies_[2];
  size_t bytes_ = 0;
};

}  // namespace sempurna
