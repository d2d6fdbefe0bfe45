#include "jobs/log_metrics.h"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/number.h"

namespace sempurna {

namespace {

re2::RE2::Options quiet() {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(1 << 20);  // what an expression of 500 characters may need
  return options;
}

std::optional<double> value_in(const re2::RE2& regex, const std::string& text) {
  std::string found;
  if (!re2::RE2::PartialMatch(text, regex, &found)) return std::nullopt;
  const auto value = read_number<double>(found);
  return value && std::isfinite(*value) ? value : std::nullopt;
}

}  // namespace

std::optional<std::string> fault_of(const MetricDefinition& definition) {
  const re2::RE2 regex(definition.regex, quiet());
  if (!regex.ok()) return regex.error();
  if (regex.NumberOfCapturingGroups() < 1) return "it has no group for the value, as in =([0-9.]+)";
  return std::nullopt;
}

std::vector<LogMetric> log_metrics(const std::vector<LogLine>& lines,
                                   const std::vector<MetricDefinition>& definitions) {
  std::vector<LogMetric> metrics;
  for (const auto& definition : definitions) {
    if (fault_of(definition)) continue;
    const re2::RE2 regex(definition.regex, quiet());
    for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
      const auto value = value_in(regex, line->text);
      if (!value) continue;
      metrics.push_back({definition.name, *value, line->time});
      break;
    }
  }
  return metrics;
}

std::vector<LogMetric> all_log_metrics(const std::vector<LogLine>& lines,
                                       const std::vector<MetricDefinition>& definitions) {
  std::vector<LogMetric> metrics;
  for (const auto& definition : definitions) {
    if (fault_of(definition)) continue;
    const re2::RE2 regex(definition.regex, quiet());
    for (const LogLine& line : lines) {
      const auto value = value_in(regex, line.text);
      if (value) metrics.push_back({definition.name, *value, line.time});
    }
  }
  return metrics;
}

Json to_json(const std::vector<LogMetric>& metrics) {
  Json all = Json::array();
  for (const auto& metric : metrics) {
    all.push_back({{"name", metric.name},
                   {"value", metric.value},
                   {"time", metric.time.time_since_epoch().count()}});
  }
  return all;
}

std::vector<LogMetric> read_log_metrics(const Json& json) {
  std::vector<LogMetric> metrics;
  try {
    for (const Json& each : json) {
      metrics.push_back({each.at("name"), each.at("value"),
                         Time(std::chrono::milliseconds(each.at("time").get<int64_t>()))});
    }
  } catch (const Json::exception& error) {
    throw Error(Code::DataCorrupt, "the record of a job's metrics is damaged: {}", error.what());
  }
  return metrics;
}

}  // namespace sempurna
