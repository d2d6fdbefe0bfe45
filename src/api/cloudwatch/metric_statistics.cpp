#include "api/cloudwatch/handlers.h"
#include "api/cloudwatch/periods.h"
#include "api/cloudwatch/sources.h"
#include "api/cloudwatch/statistic.h"

namespace sempurna::cloudwatch {

namespace {

constexpr int64_t kMostDatapoints = 1440;
constexpr size_t kMostStatistics = 5;
constexpr size_t kMostPercentiles = 10;

struct Wanted {
  std::string name;
  Statistic statistic;
};

std::vector<Wanted> wanted(const Input& input) {
  const auto simple = input.texts("Statistics", kMostStatistics);
  const auto extended = input.texts("ExtendedStatistics", kMostPercentiles);
  if (simple.empty() && extended.empty()) {
    throw CloudWatchError(kMissing, "Must specify either Statistics or ExtendedStatistics.");
  }
  if (!simple.empty() && !extended.empty()) {
    throw CloudWatchError(
        kWrongTogether,
        "The parameters Statistics and ExtendedStatistics cannot be used together.");
  }
  std::vector<Wanted> all;
  for (const auto& name : simple.empty() ? extended : simple) {
    const auto statistic = Statistic::parse(name);
    if (!statistic || statistic->is_percentile() == extended.empty()) {
      throw CloudWatchError(
          kWrongValue, "The value {} for parameter {} is not supported: it must be {}.", name,
          extended.empty() ? "Statistics" : "ExtendedStatistics",
          extended.empty() ? "SampleCount, Average, Sum, Minimum or Maximum" : "p0 to p100");
    }
    all.push_back({name, *statistic});
  }
  return all;
}

/// 2,880
std::string grouped(int64_t number) {
  constexpr int64_t kThousand = 1000;
  if (number < kThousand) return std::to_string(number);
  return fmt::format("{},{:03}", grouped(number / kThousand), number % kThousand);
}

void check_count(const TimeSpan& span, Time start, std::chrono::seconds period) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(span.end - start);
  const int64_t count = (seconds.count() + period.count() - 1) / period.count();
  if (count <= kMostDatapoints) return;
  throw CloudWatchError(
      kWrongTogether,
      "You have requested up to {} datapoints, which exceeds the limit of {}. You may reduce the "
      "datapoints requested by increasing Period, or decreasing the time range.",
      grouped(count), grouped(kMostDatapoints));
}

}  // namespace

Json get_metric_statistics(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  const Input input(op.input);
  const Metric metric = asked_metric(input);
  const TimeSpan span = read_span(input);
  const auto period = read_period(input);
  const auto statistics = wanted(input);
  const Time start = first_period(span.start, period, op.services.clock.now());
  check_count(span, start, period);

  Reading reading{op.services};
  const Series series = series_of(reading, metric, input.text("Unit"), start, span.end);
  Json output = {{"Label", metric.name}, {"Datapoints", Json::array()}};
  for (const MetricPoint& point : by_period(series.points, start, period)) {
    Json one = {{"Timestamp", static_cast<double>(point.time.time_since_epoch().count()) / 1000}};
    for (const auto& [name, statistic] : statistics) {
      (statistic.is_percentile() ? one["ExtendedStatistics"] : one)[name] =
          statistic.of(point.values);
    }
    one["Unit"] = series.unit;
    output["Datapoints"].push_back(std::move(one));
  }
  return output;
}

}  // namespace sempurna::cloudwatch
