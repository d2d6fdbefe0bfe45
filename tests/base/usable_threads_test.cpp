#include "base/usable_threads.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <cstdlib>
#include <map>
#include <string>

namespace sempurna {
namespace {

TEST(UsableThreads, AreNoMoreThanTheProcessorsThatTheProcessIsHeldTo) {
  cpu_set_t former;
  ASSERT_EQ(sched_getaffinity(0, sizeof former, &former), 0);
  const int all = usable_threads();
  EXPECT_GE(all, 1);
  EXPECT_LE(all, CPU_COUNT(&former));
  cpu_set_t one;
  CPU_ZERO(&one);
  for (size_t k = 0; k < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++k) {
    if (CPU_ISSET(k, &former)) CPU_SET(k, &one);
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(usable_threads(), 1);
  sched_setaffinity(0, sizeof former, &former);
}

TEST(UsableThreads, AreNoMoreThanAskedFor) {
  ::unsetenv(kThreadsVariable);
  const int all = usable_threads();
  for (const auto& [text, threads] : std::map<std::string, int>{{"1", 1},
                                                                {"1,7", 1},
                                                                {"100000", all},
                                                                {"0", all},
                                                                {"-3", all},
                                                                {"", all},
                                                                {"many", all}}) {
    ::setenv(kThreadsVariable, text.c_str(), 1);
    EXPECT_EQ(usable_threads(), threads) << text;
  }
  ::unsetenv(kThreadsVariable);
}

}  // namespace
}  // namespace sempurna
