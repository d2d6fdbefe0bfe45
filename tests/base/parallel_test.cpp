#include "base/parallel.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace sempurna {
namespace {

TEST(Parallel, CallsEachIndexOnce) {
  for (const int threads : {1, 2, 7}) {
    std::vector<int> calls(1000, 0);
    parallel_for(1000, threads, [&](int64_t i) { ++calls[i]; });
    EXPECT_EQ(calls, std::vector<int>(1000, 1)) << threads;
  }
}

TEST(Parallel, DoesNothingForNothing) {
  parallel_for(0, 2, [](int64_t) { FAIL(); });
}

TEST(Parallel, ThrowsTheExceptionOfTheLowestIndexThatBegan) {
  for (const int threads : {1, 3}) {
    try {
      parallel_for(100, threads, [](int64_t i) {
        if (i >= 1) throw std::runtime_error(std::to_string(i));
      });
      FAIL();
    } catch (const std::runtime_error& error) {
      EXPECT_EQ(error.what(), std::string("1"));
    }
  }
}

TEST(Parallel, StopsEarlyAfterAFailure) {
  int64_t calls = 0;
  EXPECT_THROW(parallel_for(1'000'000, 1,
                            [&](int64_t) {
                              ++calls;
                              throw std::runtime_error("no");
                            }),
               std::runtime_error);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace sempurna
