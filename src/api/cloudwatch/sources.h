#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/cloudwatch/metric.h"
#include "api/service.h"
#include "jobs/log_metrics.h"
#include "jobs/metric_log.h"

namespace sempurna::cloudwatch {

/// What one request reads of metrics: what a job says of itself is read once, however often it is
/// asked for.
struct Reading {
  Services& services;
  std::map<std::string, std::vector<LogMetric>> of_jobs = {};
};

/// The metrics of one namespace that have the same dimensions, one value of each for whoever they
/// are of: a job, or a variant of an endpoint.
struct Source {
  std::string_view space;
  std::vector<std::string_view> dimensions;  ///< their names, sorted

  using Values = std::vector<std::string>;  ///< of the dimensions, in their order
  /// All of whom there may be metrics since then.
  std::vector<Values> (*whose)(Services& services, Time since);
  /// The names of those that they have since then, sorted.
  std::vector<std::string> (*names)(Services& services, const Values& whose, Time since);
  /// What one of them is measured in, by CloudWatch's word.
  std::string_view (*unit)(std::string_view name);
  /// From `from` on and before `to`, in the order of their times. Empty of what there is not.
  std::vector<MetricPoint> (*points)(Reading& reading, const Values& whose, const std::string& name,
                                     Time from, Time to);
};

std::span<const Source> sources();

struct Series {
  std::string_view unit;
  std::vector<MetricPoint> points;  ///< in the order of their times
};

/// Any metric, from `from` on and before `to`. `unit`: only what is measured in it, unless that is
/// empty. Nothing where there is none such.
Series series_of(Reading& reading, const Metric& metric, const std::string& unit, Time from,
                 Time to);

}  // namespace sempurna::cloudwatch
