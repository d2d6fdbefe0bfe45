#pragma once

#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/files.h"
#include "jobs/distribution.h"

namespace sempurna {

/// What a metric was in a minute, or at a moment.
struct MetricPoint {
  Time time{};
  Distribution values;
};

/// Metrics of a job or of an endpoint's variant, in the file metrics.jsonl of its folder, and so
/// gone with it. A line has what came within a minute, or a part of one:
///
///   {"time": 1733000040000, "CPUUtilization": 97.5, "ModelLatency": [sum, least, most, …], …}
///
/// where the time is the minute's begin, in milliseconds since 1970, and the values are as
/// to_json(Distribution) has them. Lines older than 15 days go, and the older half where the file
/// has more than 64 MiB. A crash loses what is not written yet. Safe to use from several threads.
class MetricLog {
 public:
  explicit MetricLog(const fs::path& folder);
  /// Writes all, unless the folder is gone.
  ~MetricLog();
  MetricLog(const MetricLog&) = delete;
  MetricLog& operator=(const MetricLog&) = delete;

  using Values = std::initializer_list<std::pair<std::string_view, double>>;
  /// Kept in memory until it is written.
  void add(Time now, Values values);
  /// Writes what came in minutes that are over, or all. What a full disk does not take is lost.
  void write_finished(Time now);
  void write_all();

 private:
  using Minute = std::map<std::string, Distribution, std::less<>>;
  void write_before(Time end);
  void append(const std::string& lines);
  void forget_old(Time now);

  fs::path file_;
  std::mutex mutex_;
  std::map<Time, Minute> minutes_;
  Time looked_{};  ///< for lines that are too old
};

/// The metric of this name as the file in a folder has it, minute by minute, from `from` on and
/// before `to`. Empty where there is none.
std::vector<MetricPoint> read_metric(const fs::path& folder, std::string_view name, Time from,
                                     Time to);

/// Whether it is there from then on.
bool has_metric_since(const fs::path& folder, std::string_view name, Time since);

}  // namespace sempurna
