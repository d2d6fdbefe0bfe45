#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/cloudwatch/input.h"
#include "base/json.h"

namespace sempurna::cloudwatch {

/// Names and values, by name: what they are in a request's order does not matter.
using Dimensions = std::vector<std::pair<std::string, std::string>>;

/// What tells a metric from all others.
struct Metric {
  std::string space;  ///< its namespace
  std::string name;
  Dimensions dimensions;
};

/// Of the members Namespace, MetricName and Dimensions. Throws CloudWatchError.
Metric asked_metric(const Input& input);
Json to_json(const Metric& metric);

}  // namespace sempurna::cloudwatch
