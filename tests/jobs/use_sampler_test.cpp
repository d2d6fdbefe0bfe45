#include "jobs/use_sampler.h"

#include <gtest/gtest.h>

#include <thread>

namespace sempurna {
namespace {

struct Worker : public Execution {
  std::optional<Exit> poll() override { return std::nullopt; }
  void stop() override {}
  void finish() override {}
  std::optional<ProcessUse> use() const override { return used; }

  std::optional<ProcessUse> used;
};

TEST(UseSampler, NotesWhatIsUsedSoonAfterTheBegin) {
  const TemporaryFolder folder;
  MetricLog log(folder.path());
  UseSampler sampler(folder.path());
  Worker worker;
  const auto of = [&](std::string_view name) {
    return read_metric(folder.path(), name, Time{}, Time::max());
  };
  sampler.look(worker, log);  // nothing is known yet
  worker.used = ProcessUse{10, 1 << 20};
  const auto began = std::chrono::steady_clock::now();
  sampler.look(worker, log);
  worker.used = ProcessUse{10.5, 1 << 20};
  while (of("CPUUtilization").empty()) {
    ASSERT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(60));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    sampler.look(worker, log);
  }
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began;
  EXPECT_GE(passed.count(), 0.2);
  // Half a second of work in at least a fifth of one.
  const double cpu = of("CPUUtilization")[0].values.sum();
  EXPECT_LE(cpu, 100 * 0.5 / 0.2 + 0.1);
  EXPECT_GE(cpu, 100 * 0.5 / passed.count() - 0.1);
  for (const auto name : {"MemoryUtilization", "DiskUtilization"}) {
    ASSERT_EQ(of(name).size(), 1u);
    EXPECT_GT(of(name)[0].values.sum(), 0) << name;
    EXPECT_LE(of(name)[0].values.sum(), 100) << name;
  }
  sampler.look(worker, log);
  EXPECT_EQ(of("CPUUtilization")[0].values.count(), 1);  // not yet again
}

}  // namespace
}  // namespace sempurna
