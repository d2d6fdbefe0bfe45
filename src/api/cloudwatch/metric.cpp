#include "api/cloudwatch/metric.h"

#include <algorithm>

namespace sempurna::cloudwatch {

namespace {

constexpr size_t kMostDimensions = 30;

}  // namespace

Metric asked_metric(const Input& input) {
  Metric metric{input.required("Namespace"), input.required("MetricName"), {}};
  for (const Input& one : input.objects("Dimensions", kMostDimensions)) {
    metric.dimensions.emplace_back(one.required("Name"), one.required("Value"));
  }
  std::sort(metric.dimensions.begin(), metric.dimensions.end());
  return metric;
}

Json to_json(const Metric& metric) {
  Json dimensions = Json::array();
  for (const auto& [name, value] : metric.dimensions) {
    dimensions.push_back({{"Name", name}, {"Value", value}});
  }
  return {{"Namespace", metric.space}, {"MetricName", metric.name}, {"Dimensions", dimensions}};
}

}  // namespace sempurna::cloudwatch
