#include "api/cloudwatch/periods.h"

#include <algorithm>

namespace sempurna::cloudwatch {

namespace {

using std::chrono::seconds;

constexpr int64_t kShort[] = {1, 5, 10, 20, 30};
constexpr seconds kMinute(60);

struct Rounding {
  std::chrono::hours older_than;
  seconds to;
};

// Source: Amazon CloudWatch API Reference, GetMetricStatistics, StartTime.
constexpr Rounding kRoundings[] = {
    {std::chrono::hours(24 * 63), seconds(3600)},
    {std::chrono::hours(24 * 15), seconds(300)},
};

Time rounded_down(Time time, seconds to) {
  return time - (time.time_since_epoch() % to);
}

}  // namespace

TimeSpan read_span(const Input& input) {
  const TimeSpan span{input.required_time("StartTime"), input.required_time("EndTime")};
  if (span.start == span.end) {
    throw CloudWatchError(input.codes().wrong_value,
                          "The parameter StartTime must not equal parameter EndTime.");
  }
  if (span.start > span.end) {
    throw CloudWatchError(input.codes().wrong_value,
                          "The parameter StartTime must be less than the parameter EndTime.");
  }
  return span;
}

seconds read_period(const Input& input) {
  const int64_t period = input.required_number("Period");
  const bool is_short = std::find(std::begin(kShort), std::end(kShort), period) != std::end(kShort);
  constexpr int64_t kLongest = 24 * 3600;
  if (!is_short && (period < kMinute.count() || period % kMinute.count() != 0)) {
    throw CloudWatchError(input.codes().wrong_value,
                          "The parameter {} must be 1, 5, 10, 20, 30, or a multiple of 60.",
                          input.path_of("Period"));
  }
  if (period > kLongest) {
    throw CloudWatchError(input.codes().wrong_value,
                          "The parameter {} must be less than or equal to {}.",
                          input.path_of("Period"), kLongest);
  }
  return seconds(period);
}

Time first_period(Time start, seconds period, Time now) {
  if (period < kMinute) return rounded_down(start, period);
  for (const Rounding& rounding : kRoundings) {
    if (now - start > rounding.older_than) return rounded_down(start, rounding.to);
  }
  return rounded_down(start, kMinute);
}

std::vector<MetricPoint> by_period(const std::vector<MetricPoint>& points, Time start,
                                   seconds period) {
  std::vector<MetricPoint> periods;
  for (const MetricPoint& point : points) {
    const Time begin = start + (point.time - start) / period * period;
    if (periods.empty() || periods.back().time != begin) periods.push_back({begin, {}});
    periods.back().values.add(point.values);
  }
  return periods;
}

}  // namespace sempurna::cloudwatch
