#include "run/local_worker.h"

#include <gtest/gtest.h>

#include <csignal>

namespace sempurna {
namespace {

TEST(LocalWorker, OneThatWasLostIsExplained) {
  const Error killed = lost_worker({0, SIGKILL}, "lower batch_size", "; go on");
  EXPECT_EQ(killed.code(), Code::ResourceLimit);
  EXPECT_STREQ(
      killed.what(),
      "the worker was killed, most likely because memory ran out; lower batch_size; go on");
  const Error crashed = lost_worker({0, SIGSEGV}, "lower batch_size", "");
  EXPECT_EQ(crashed.code(), Code::Internal);
  EXPECT_STREQ(crashed.what(), "the worker ended unexpectedly (signal 11)");
  EXPECT_STREQ(lost_worker({127, 0}, "", "; its log is log.txt").what(),
               "the worker ended unexpectedly (status 127); its log is log.txt");
}

}  // namespace
}  // namespace sempurna
