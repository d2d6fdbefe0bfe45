#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>

#include "base/files.h"
#include "jobs/metric_log.h"
#include "run/executor.h"

namespace sempurna {

/// Of a processor each 100; of the machine's memory; and of the disk of the folder, whoever has
/// it. In percent, as CloudWatch has them of SageMaker's instances.
inline constexpr std::array<std::string_view, 3> kMachineMetrics = {
    "CPUUtilization", "DiskUtilization", "MemoryUtilization"};

/// Notes every 15 seconds what a worker uses of its machine, for the first time after a fifth of
/// one.
class UseSampler {
 public:
  /// The worker's folder.
  explicit UseSampler(fs::path folder) : folder_(std::move(folder)) {}

  void look(const Execution& worker, MetricLog& metrics);

 private:
  using Moment = std::chrono::steady_clock::time_point;

  fs::path folder_;
  std::optional<ProcessUse> before_;
  Moment noted_{};
  Moment next_{};
};

}  // namespace sempurna
