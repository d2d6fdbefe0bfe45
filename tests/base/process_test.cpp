#include "base/process.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "base/error.h"
#include "base/files.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(Process, TellsHowTheChildEnded) {
  EXPECT_TRUE(Process({"/bin/true"}, {}).wait().ok());
  EXPECT_EQ(Process({"/bin/sh", "-c", "exit 7"}, {}).wait().status, 7);
  Process sleeper({"/bin/sleep", "60"}, {});
  EXPECT_FALSE(sleeper.poll());
  sleeper.signal(SIGTERM);
  EXPECT_EQ(sleeper.wait().signal, SIGTERM);
}

TEST(Process, TellsWhatTheChildUses) {
  Process busy({"/bin/sh", "-c", "while :; do :; done"}, {});
  std::optional<ProcessUse> use;
  for (int k = 0; k < 1000 && (!use || use->cpu_seconds < 0.05); ++k) {
    use = busy.use();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ASSERT_TRUE(use);
  EXPECT_GE(use->cpu_seconds, 0.05);
  EXPECT_GT(use->memory_bytes, 100'000);
  EXPECT_LT(use->memory_bytes, 100'000'000);
  busy.signal(SIGKILL);
  busy.wait();
  EXPECT_FALSE(busy.use());
}

TEST(Process, OutputAndErrorsGoToTheFile) {
  const TemporaryFolder folder;
  const auto log = folder.path() / "log";
  Process({"/bin/sh", "-c", "echo out; echo err >&2"}, {log}).wait();
  EXPECT_EQ(read_file(log), "out\nerr\n");
}

TEST(Process, OneOfAnOwnGroupIsPassedByByWhatOursIsSent) {
  const TemporaryFolder folder;
  const auto log = folder.path() / "log";
  Process({"/bin/sh", "-c", "cut -d' ' -f5 /proc/$$/stat"}, {.output = log, .own_group = true})
      .wait();
  EXPECT_NE(std::stoi(read_file(log)), ::getpgrp());
  fs::remove(log);
  Process({"/bin/sh", "-c", "cut -d' ' -f5 /proc/$$/stat"}, {.output = log}).wait();
  EXPECT_EQ(std::stoi(read_file(log)), ::getpgrp());
}

TEST(Process, AMissingProgramIsNamed) {
  try {
    Process({"/nowhere/worker"}, {});
    FAIL() << "started a program that is not there";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "the program /nowhere/worker is not there or may not be run; build or install "
                 "sempurna again");
  }
}

TEST(Process, AnEndThatTheSystemForgetsIsNoSuccess) {
  const auto former = std::signal(SIGCHLD, SIG_IGN);
  const std::string_view what = "how a program that was started has ended cannot be known";
  expect_error(Code::Internal, what, [] { Process({"/bin/true"}, {}).wait(); });
  expect_error(Code::Internal, what, [] {
    Process child({"/bin/true"}, {});
    while (!child.poll()) {
    }
  });
  std::signal(SIGCHLD, former);
}

}  // namespace
}  // namespace sempurna
