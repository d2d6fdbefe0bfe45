#include "access/policy_cache.h"

namespace sempurna {

namespace {

// Of texts; what is made of them is some five times as large.
constexpr size_t kBytesAtMost = 1 << 20;

}  // namespace

std::shared_ptr<const Policy> PolicyCache::get(const std::string& json, PolicyKind kind) {
  auto& policies = policies_[kind == PolicyKind::Resource ? 0 : 1];
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = policies.find(json); found != policies.end()) return found->second;
  }
  auto parsed = std::make_shared<const Policy>(parse_policy(json, kind));
  const std::lock_guard lock(mutex_);
  if (bytes_ + json.size() > kBytesAtMost) {
    for (auto& kept : policies_) kept.clear();
    bytes_ = 0;
  }
  if (policies.emplace(json, parsed).second) bytes_ += json.size();
  return parsed;
}

}  // namespace sempurna
