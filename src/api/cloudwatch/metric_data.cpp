#include <algorithm>
#include <set>

#include "api/cloudwatch/handlers.h"
#include "api/cloudwatch/periods.h"
#include "api/cloudwatch/sources.h"
#include "api/cloudwatch/statistic.h"
#include "base/base64.h"
#include "base/number.h"

namespace sempurna::cloudwatch {

namespace {

constexpr size_t kMostQueries = 500;
constexpr int64_t kMostDatapoints = 100'800;
constexpr FaultCodes kCodes{kNotValid, kNotValid, kNotValid};

template <typename... Args>
CloudWatchError not_valid(fmt::format_string<Args...> format, Args&&... args) {
  return CloudWatchError(kNotValid, format, std::forward<Args>(args)...);
}

struct Query {
  std::string id;
  std::string label;
  Metric metric;
  std::string unit;
  std::chrono::seconds period{};
  Statistic statistic;
  bool returns_data = true;
};

bool is_id(const std::string& id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  };
  return id.front() >= 'a' && id.front() <= 'z' && std::all_of(id.begin(), id.end(), fits);
}

void check_unserved(const Services& services, const Input& input) {
  if (input.has("Expression")) {
    throw not_valid(
        "{} is not served: ask for each metric by MetricStat, and reckon with the answers",
        input.path_of("Expression"));
  }
  if (const std::string account = input.text("AccountId");
      !account.empty() && account != services.config.account) {
    throw not_valid("{} is {}, but this server has the metrics of the account {} alone",
                    input.path_of("AccountId"), account, services.config.account);
  }
  if (input.text("Label").find("${") != std::string::npos) {
    throw not_valid("{} has a dynamic expression, which is not served: give a plain label",
                    input.path_of("Label"));
  }
}

Query read_query(const Services& services, const Input& input) {
  Query query;
  query.id = input.required("Id");
  if (!is_id(query.id)) {
    throw not_valid(
        "The value {} for parameter {} is not matching the expected pattern "
        "^[a-z][a-zA-Z0-9_]*$.",
        query.id, input.path_of("Id"));
  }
  check_unserved(services, input);
  const auto stat = input.object("MetricStat");
  if (!stat) throw not_valid("The parameter {} is required.", input.path_of("MetricStat"));
  const auto metric = stat->object("Metric");
  if (!metric) throw not_valid("The parameter {} is required.", stat->path_of("Metric"));
  query.metric = asked_metric(*metric);
  query.period = read_period(*stat);
  query.unit = stat->text("Unit");
  const std::string name = stat->required("Stat");
  const auto statistic = Statistic::parse(name);
  if (!statistic) {
    throw not_valid(
        "The value {} for parameter {} is not supported: it must be SampleCount, Average, Sum, "
        "Minimum, Maximum, or p0 to p100.",
        name, stat->path_of("Stat"));
  }
  query.statistic = *statistic;
  query.label = input.has("Label") ? input.text("Label") : query.metric.name;
  query.returns_data = input.flag("ReturnData").value_or(true);
  return query;
}

std::vector<Query> read_queries(const Services& services, const Input& input) {
  std::vector<Query> queries;
  std::set<std::string> ids;
  for (const Input& one : input.objects("MetricDataQueries", kMostQueries)) {
    queries.push_back(read_query(services, one));
    if (!ids.insert(queries.back().id).second) {
      throw not_valid("The values for parameter id in MetricDataQueries are not unique.");
    }
  }
  if (queries.empty()) throw not_valid("The parameter MetricDataQueries is required.");
  if (std::none_of(queries.begin(), queries.end(),
                   [](const Query& query) { return query.returns_data; })) {
    throw not_valid("At least one of the MetricDataQueries must have ReturnData true.");
  }
  return queries;
}

/// Where an answer goes on: behind so many datapoints of one of the queries.
struct Place {
  size_t query = 0;
  size_t datapoint = 0;
};

std::string token_of(const Place& place) {
  return encode_base64(fmt::format("{} {}", place.query, place.datapoint));
}

Place place_of(const std::string& token) {
  if (token.empty()) return {};
  const std::string text = decode_base64(token).value_or("");
  const auto blank = std::min(text.find(' '), text.size());
  const auto query = read_number<size_t>(text.substr(0, blank));
  const auto datapoint = read_number<size_t>(text.substr(std::min(blank + 1, text.size())));
  if (!query || !datapoint) {
    throw CloudWatchError(kWrongToken, "The next token specified is invalid.");
  }
  return {*query, *datapoint};
}

bool newest_first(const Input& input) {
  const std::string order = input.text("ScanBy");
  if (!order.empty() && order != "TimestampDescending" && order != "TimestampAscending") {
    throw not_valid(
        "The value {} for parameter ScanBy must be TimestampDescending or TimestampAscending.",
        order);
  }
  return order != "TimestampAscending";
}

int64_t most_datapoints(const Input& input) {
  const int64_t most = input.number("MaxDatapoints").value_or(kMostDatapoints);
  if (most < 1 || most > kMostDatapoints) {
    throw not_valid("The value {} for parameter MaxDatapoints must be from 1 to {}.", most,
                    kMostDatapoints);
  }
  return most;
}

}  // namespace

Json get_metric_data(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  const Input input(op.input, kCodes);
  const auto queries = read_queries(op.services, input);
  const TimeSpan span = read_span(input);
  const bool descending = newest_first(input);
  const auto most = static_cast<size_t>(most_datapoints(input));
  Place place = place_of(input.text("NextToken"));

  Json output = {{"MetricDataResults", Json::array()}};
  size_t count = 0;
  Reading reading{op.services};
  for (; place.query < queries.size(); ++place.query, place.datapoint = 0) {
    const Query& query = queries[place.query];
    if (!query.returns_data) continue;
    if (count == most) break;
    const Time start = first_period(span.start, query.period, op.services.clock.now());
    const Series series = series_of(reading, query.metric, query.unit, start, span.end);
    auto periods = by_period(series.points, start, query.period);
    if (descending) std::reverse(periods.begin(), periods.end());
    Json result = {{"Id", query.id},
                   {"Label", query.label},
                   {"Timestamps", Json::array()},
                   {"Values", Json::array()}};
    for (; place.datapoint < periods.size() && count < most; ++place.datapoint, ++count) {
      const MetricPoint& point = periods[place.datapoint];
      result["Timestamps"].push_back(static_cast<double>(point.time.time_since_epoch().count()) /
                                     1000);
      result["Values"].push_back(query.statistic.of(point.values));
    }
    const bool is_complete = place.datapoint >= periods.size();
    result["StatusCode"] = is_complete ? "Complete" : "PartialData";
    output["MetricDataResults"].push_back(std::move(result));
    if (!is_complete) break;
  }
  if (place.query < queries.size()) output["NextToken"] = token_of(place);
  return output;
}

}  // namespace sempurna::cloudwatch
