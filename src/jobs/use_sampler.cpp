#include "jobs/use_sampler.h"

#include "base/machine_memory.h"

namespace sempurna {

namespace {

// Of the shortest job too something is known.
constexpr auto kFirstAfter = std::chrono::milliseconds(200);
constexpr auto kEvery = std::chrono::seconds(15);

double percent(double part, double whole) {
  return whole > 0 ? 100 * part / whole : 0;
}

double used_disk(const fs::path& folder) {
  std::error_code unknown;
  const fs::space_info space = fs::space(folder, unknown);
  if (unknown) return 0;
  return percent(static_cast<double>(space.capacity - space.available),
                 static_cast<double>(space.capacity));
}

}  // namespace

void UseSampler::look(const Execution& worker, MetricLog& metrics) {
  const auto now = std::chrono::steady_clock::now();
  if (before_ && now < next_) return;
  const auto use = worker.use();
  // Another worker than before has done less.
  if (use && before_ && use->cpu_seconds >= before_->cpu_seconds) {
    const std::chrono::duration<double> passed = now - noted_;
    static const auto memory = static_cast<double>(total_memory());
    metrics.add(
        system_clock().now(),
        {{kMachineMetrics[0], percent(use->cpu_seconds - before_->cpu_seconds, passed.count())},
         {kMachineMetrics[1], used_disk(folder_)},
         {kMachineMetrics[2], percent(static_cast<double>(use->memory_bytes), memory)}});
    metrics.write_all();
    next_ = now + kEvery;
  } else {
    next_ = now + kFirstAfter;
  }
  before_ = use;
  noted_ = now;
}

}  // namespace sempurna
