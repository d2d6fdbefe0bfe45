#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "jobs/job_log.h"

namespace sempurna {

/// A metric that is read from what a job says: MetricDefinitions of CreateTrainingJob.
struct MetricDefinition {
  std::string name;
  std::string regex;  ///< of RE2's syntax; its first group is the value
};

/// Why its expression cannot be used, or empty: it cannot be read, or has no group.
std::optional<std::string> fault_of(const MetricDefinition& definition);

/// A value of a metric, and when it came.
struct LogMetric {
  std::string name;
  double value = 0;
  Time time{};
};

/// Of each definition the last line with a number where its group is; none of those that no line
/// has. What cannot be used is passed over.
std::vector<LogMetric> log_metrics(const std::vector<LogLine>& lines,
                                   const std::vector<MetricDefinition>& definitions);

/// Of each definition every such line, in their order.
std::vector<LogMetric> all_log_metrics(const std::vector<LogLine>& lines,
                                       const std::vector<MetricDefinition>& definitions);

Json to_json(const std::vector<LogMetric>& metrics);
/// Throws DataCorrupt.
std::vector<LogMetric> read_log_metrics(const Json& json);

}  // namespace sempurna
