#include <algorithm>
#include <optional>
#include <tuple>

#include "api/cloudwatch/handlers.h"
#include "api/cloudwatch/sources.h"
#include "base/base64.h"

namespace sempurna::cloudwatch {

namespace {

using namespace std::chrono_literals;

constexpr ptrdiff_t kMostAtOnce = 500;
constexpr size_t kMostDimensions = 10;
constexpr auto kTwoWeeks = std::chrono::hours(24 * 14);
constexpr auto kRecently = 3h;

struct Filter {
  std::string space;
  std::string name;
  std::vector<std::pair<std::string, std::string>> dimensions;  ///< of any value where it is empty

  bool takes(const Source& source) const {
    return (space.empty() || space == source.space) &&
           std::all_of(dimensions.begin(), dimensions.end(), [&](const auto& dimension) {
             return std::find(source.dimensions.begin(), source.dimensions.end(),
                              dimension.first) != source.dimensions.end();
           });
  }
  bool takes(const Dimensions& whose) const {
    return std::all_of(dimensions.begin(), dimensions.end(), [&](const auto& wanted) {
      return wanted.second.empty() || std::find(whose.begin(), whose.end(), wanted) != whose.end();
    });
  }
};

Filter read_filter(const Input& input) {
  Filter filter{input.text("Namespace"), input.text("MetricName"), {}};
  for (const Input& one : input.objects("Dimensions", kMostDimensions)) {
    filter.dimensions.emplace_back(one.required("Name"), one.text("Value"));
  }
  return filter;
}

Time since(const Services& services, const Input& input) {
  const std::string recently = input.text("RecentlyActive");
  if (!recently.empty() && recently != "PT3H") {
    throw CloudWatchError(kWrongValue, "The value {} for parameter RecentlyActive must be PT3H.",
                          recently);
  }
  return services.clock.now() - (recently.empty() ? std::chrono::hours(kTwoWeeks) : kRecently);
}

/// The last metric of an answer, by which the next goes on whatever has come or gone meanwhile: the
/// place of its source, whose it is, and its name.
using Place = std::tuple<std::string, Source::Values, std::string>;

std::string token_of(const Place& place) {
  const auto& [source, whose, name] = place;
  Json parts = {source, whose, name};
  return encode_base64(to_line(parts));
}

std::optional<Place> place_of(const std::string& token) {
  if (token.empty()) return std::nullopt;
  try {
    const Json parts = parse_json(decode_base64(token).value_or(""), "the token");
    return Place(parts.at(0).get<std::string>(), parts.at(1).get<Source::Values>(),
                 parts.at(2).get<std::string>());
  } catch (const std::exception&) {
    throw CloudWatchError(kWrongValue, "The next token specified is invalid.");
  }
}

Dimensions dimensions_of(const Source& source, const Source::Values& whose) {
  Dimensions dimensions;
  for (size_t k = 0; k < whose.size(); ++k) {
    dimensions.emplace_back(source.dimensions[k], whose[k]);
  }
  return dimensions;
}

}  // namespace

Json list_metrics(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  const Input input(op.input);
  const Filter filter = read_filter(input);
  const Time from = since(op.services, input);
  const auto after = place_of(input.text("NextToken"));

  Json output = {{"Metrics", Json::array()}};
  Place last;
  const auto all = sources();
  for (size_t k = 0; k < all.size(); ++k) {
    const Source& source = all[k];
    const std::string number = std::to_string(k);
    if (!filter.takes(source) || (after && number < std::get<0>(*after))) continue;
    auto all_whose = source.whose(op.services, from);
    // As the next page goes on.
    std::sort(all_whose.begin(), all_whose.end());
    for (const Source::Values& whose : all_whose) {
      const Dimensions dimensions = dimensions_of(source, whose);
      if (!filter.takes(dimensions)) continue;
      // What is before it need not be looked into.
      if (after && std::tie(number, whose) < std::tie(std::get<0>(*after), std::get<1>(*after))) {
        continue;
      }
      for (const std::string& name : source.names(op.services, whose, from)) {
        if (!filter.name.empty() && filter.name != name) continue;
        const Place place{number, whose, name};
        if (after && place <= *after) continue;
        if (std::ssize(output["Metrics"]) == kMostAtOnce) {
          output["NextToken"] = token_of(last);
          return output;
        }
        output["Metrics"].push_back(to_json(Metric{std::string(source.space), name, dimensions}));
        last = place;
      }
    }
  }
  return output;
}

}  // namespace sempurna::cloudwatch
