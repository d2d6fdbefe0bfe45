#pragma once

#include <vector>

#include "api/cloudwatch/input.h"
#include "jobs/metric_log.h"

namespace sempurna::cloudwatch {

/// From the start on and before the end.
struct TimeSpan {
  Time start;
  Time end;
};

/// Of the members StartTime and EndTime. Throws CloudWatchError where the one is not before the
/// other.
TimeSpan read_span(const Input& input);

/// Of the member Period: 1, 5, 10, 20, 30, or a multiple of 60. Throws CloudWatchError.
std::chrono::seconds read_period(const Input& input);

/// Where the first period begins: of one of less than a minute a division of the minute; else the
/// minute, or of what is more than 15 or 63 days ago, five minutes or the hour.
Time first_period(Time start, std::chrono::seconds period, Time now);

/// The values of each period that has some, in the order of time, at the period's begin. Periods
/// are counted from `start`, and no point is before it.
std::vector<MetricPoint> by_period(const std::vector<MetricPoint>& points, Time start,
                                   std::chrono::seconds period);

}  // namespace sempurna::cloudwatch
