#include "api/body_budget.h"

#include <gtest/gtest.h>

#include <optional>

#include "access/access_error.h"

namespace sempurna {
namespace {

AccessFault fault_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const AccessError& error) {
    return error.fault();
  }
  ADD_FAILURE() << "nothing was refused";
  return AccessFault::AccessDenied;
}

TEST(BodyBudget, IsSharedByAllWhoHaveProvedNothing) {
  BodyBudget budget(100);
  BodyBudget::Share one(budget);
  std::optional<BodyBudget::Share> two(std::in_place, budget);
  one.take(40);
  two->take(60);
  EXPECT_EQ(fault_of([&] { one.take(1); }), AccessFault::LimitExceeded);
  two.reset();
  EXPECT_NO_THROW(one.take(60));
}

TEST(BodyBudget, CountsNothingOfWhoeverIsKnown) {
  BodyBudget budget(100);
  BodyBudget::Share known(budget);
  known.take(100);
  known.prove();
  EXPECT_NO_THROW(known.take(1000));
  BodyBudget::Share unknown(budget);
  EXPECT_NO_THROW(unknown.take(100));
  EXPECT_EQ(fault_of([&] { unknown.take(1); }), AccessFault::LimitExceeded);
}

TEST(BodyBudget, ABodyIsKeptUpToItsLimit) {
  BodyBudget budget(100);
  std::string sent = "twelve bytes";
  const auto read = [&](std::span<std::byte> bytes) {
    const size_t count = std::min<size_t>(5, sent.size());
    std::copy_n(std::as_bytes(std::span(sent)).begin(), count, bytes.begin());
    sent.erase(0, count);
    return count;
  };
  BodyBudget::Share share(budget);
  EXPECT_EQ(read_kept(read, 0, 12, share), "twelve bytes");
  sent = "twelve bytes";
  EXPECT_THROW(read_kept(read, 12, 11, share), HttpError);
}

}  // namespace
}  // namespace sempurna
