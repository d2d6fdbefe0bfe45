#include "run/adopted_execution.h"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "base/files.h"
#include "base/folder_lock.h"
#include "catalog/job_worker.h"

namespace sempurna {
namespace {

/// A shell at work on a folder, whose lock it holds.
class Adopted : public testing::Test {
 protected:
  void begin(const std::string& script) {
    worker_.emplace(
        std::vector<std::string>{"/usr/bin/flock", job_.root.string(), "/bin/sh", "-c",
                                 "echo $$ >" + (job_.root / "pid").string() + "; " + script},
        Process::Options{});
    while (!is_locked(job_.root) || read_number() == 0)
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    write_job_worker(job_, read_number());
  }
  pid_t read_number() const {
    const fs::path file = job_.root / "pid";
    const std::string text = fs::exists(file) ? read_file(file) : "";
    return text.ends_with('\n') ? std::stoi(text) : 0;
  }
  Exit end_of(Execution& execution) const {
    for (;;) {
      if (const auto exit = execution.poll()) return *exit;
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  }

  const TemporaryFolder folder_;
  const JobFolder job_{folder_.path()};
  std::optional<Process> worker_;
};

TEST_F(Adopted, NobodyIsWhereNobodyWorks) {
  EXPECT_EQ(AdoptedExecution::adopt(job_), nullptr);
}

TEST_F(Adopted, TellsHowTheWorkerSaidThatItEnded) {
  begin("trap 'echo \"{\\\"event\\\": \\\"end\\\", \\\"status\\\": 3}\" >>" +
        job_.progress().string() + "; exit 3' TERM; echo '{\"event\": \"start\"}' >>" +
        job_.progress().string() + "; while :; do sleep 0.01; done");
  const auto adopted = AdoptedExecution::adopt(job_);
  ASSERT_NE(adopted, nullptr);
  EXPECT_FALSE(adopted->poll());
  EXPECT_TRUE(adopted->use());
  adopted->stop();
  const Exit exit = end_of(*adopted);
  EXPECT_EQ(exit.status, 3);
  EXPECT_EQ(exit.signal, 0);
  EXPECT_EQ(AdoptedExecution::adopt(job_), nullptr);
}

TEST_F(Adopted, OneThatSaidNothingWasKilled) {
  write_file_atomic(job_.progress(),
                    "{\"event\": \"start\"}\n{\"event\": \"end\", \"status\": 0}\n"
                    "{\"event\": \"start\"}\n");
  begin("exec sleep 60");
  const auto adopted = AdoptedExecution::adopt(job_);
  ASSERT_NE(adopted, nullptr);
  ::kill(read_number(), SIGKILL);
  EXPECT_EQ(end_of(*adopted).signal, SIGKILL);
}

TEST_F(Adopted, IsKilledWhereNobodyWantsItAnyMore) {
  begin("exec sleep 60");
  ASSERT_NE(AdoptedExecution::adopt(job_), nullptr);
  EXPECT_FALSE(find_job_worker(job_));
}

}  // namespace
}  // namespace sempurna
