#include "access/policy_cache.h"

#include <gtest/gtest.h>

#include "access/access_error.h"

namespace sempurna {
namespace {

std::string policy(const std::string& sid) {
  return R"({"Statement":{"Sid":")" + sid + R"(","Effect":"Deny","Action":"*","Resource":"*"}})";
}

TEST(APolicyCache, ParsesATextOnce) {
  PolicyCache cache;
  const auto once = cache.get(policy("a"), PolicyKind::Identity);
  EXPECT_EQ(once->statements.front().sid, "a");
  EXPECT_EQ(cache.get(policy("a"), PolicyKind::Identity), once);
  EXPECT_NE(cache.get(policy("b"), PolicyKind::Identity), once);
}

TEST(APolicyCache, KnowsWhatATextIs) {
  PolicyCache cache;
  cache.get(policy("a"), PolicyKind::Identity);
  // A bucket's says whom it is about.
  EXPECT_THROW(cache.get(policy("a"), PolicyKind::Resource), AccessError);
  EXPECT_THROW(cache.get("{", PolicyKind::Identity), AccessError);
}

TEST(APolicyCache, KeepsALimitedAmount) {
  PolicyCache cache;
  const auto once = cache.get(policy("a"), PolicyKind::Identity);
  const std::weak_ptr<const Policy> kept =
      cache.get(policy(std::string(15000, 'x')), PolicyKind::Identity);
  for (int i = 0; i < 80; ++i) {
    cache.get(policy(std::to_string(i) + std::string(15000, 'y')), PolicyKind::Identity);
  }
  EXPECT_TRUE(kept.expired());
  EXPECT_EQ(once->statements.front().sid, "a");  // whoever uses one has it still
}

}  // namespace
}  // namespace sempurna
