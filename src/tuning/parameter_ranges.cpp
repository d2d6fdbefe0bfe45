#include "tuning/parameter_ranges.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace sempurna {

namespace {

// SageMaker's limits.
constexpr size_t kMostParameters = 30;
constexpr size_t kMostValues = 30;
constexpr size_t kLongestValue = 256;
// Beyond it not every integer is a double.
constexpr double kLargestInteger = 0x1.0p53;
constexpr double kMostCounted = 0x1.0p62;

std::optional<std::string> fault_of_integer(const NumberRange& range) {
  for (const double end : {range.min, range.max}) {
    if (end != std::floor(end)) {
      return fmt::format("{} is a range of integers, and {} is none.", range.name, end);
    }
    if (std::abs(end) > kLargestInteger) {
      return fmt::format("{} reaches {}: integers are tuned between -2^53 and 2^53.", range.name,
                         end);
    }
  }
  return std::nullopt;
}

std::optional<std::string> fault_of_scaling(const NumberRange& range) {
  if (range.scaling == Scaling::Logarithmic && !(range.min > 0)) {
    return fmt::format(
        "{} cannot be scaled logarithmically from {} on: its MinValue must be above 0.", range.name,
        range.min);
  }
  if (range.scaling != Scaling::ReverseLogarithmic) return std::nullopt;
  if (range.is_integer) {
    return fmt::format("{} is a range of integers: ReverseLogarithmic is for continuous ones.",
                       range.name);
  }
  if (range.min < 0 || range.max >= 1) {
    return fmt::format(
        "{} goes from {} to {}: ReverseLogarithmic is for values of at least 0 and below 1.",
        range.name, range.min, range.max);
  }
  return std::nullopt;
}

std::optional<std::string> fault_of(const NumberRange& range) {
  if (!std::isfinite(range.min) || !std::isfinite(range.max)) {
    return fmt::format("{} must have a finite MinValue and MaxValue.", range.name);
  }
  if (range.min > range.max) {
    return fmt::format("{} has a MinValue of {}, which is above its MaxValue of {}.", range.name,
                       range.min, range.max);
  }
  if (range.is_integer) {
    if (auto fault = fault_of_integer(range)) return fault;
  }
  return fault_of_scaling(range);
}

std::optional<std::string> fault_of(const CategoricalRange& range) {
  if (range.values.empty() || range.values.size() > kMostValues) {
    return fmt::format("{} has {} values: a categorical range has 1 to {}.", range.name,
                       range.values.size(), kMostValues);
  }
  std::set<std::string_view> seen;
  for (const std::string& value : range.values) {
    if (value.size() > kLongestValue) {
      return fmt::format("{} has a value of {} characters: at most {} are allowed.", range.name,
                         value.size(), kLongestValue);
    }
    if (!seen.insert(value).second) {
      return fmt::format("{} has the value \"{}\" twice.", range.name, value);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> fault_of(const ParameterRanges& ranges) {
  const size_t count = ranges.numbers.size() + ranges.categories.size();
  if (count == 0) return "There is no hyperparameter to tune: name at least one range.";
  if (count > kMostParameters) {
    return fmt::format("{} hyperparameters are too many to tune: at most {} are allowed.", count,
                       kMostParameters);
  }
  std::set<std::string_view> seen;
  const auto fault_in = [&seen](const auto& kind) -> std::optional<std::string> {
    for (const auto& range : kind) {
      if (!seen.insert(range.name).second) {
        return fmt::format("{} has two ranges: one is allowed.", range.name);
      }
      if (auto fault = fault_of(range)) return fault;
    }
    return std::nullopt;
  };
  if (auto fault = fault_in(ranges.numbers)) return fault;
  return fault_in(ranges.categories);
}

std::optional<int64_t> combinations(const ParameterRanges& ranges) {
  if (!ranges.numbers.empty()) return std::nullopt;
  return distinct_values(ranges);
}

std::optional<int64_t> distinct_values(const ParameterRanges& ranges) {
  double count = 1;
  for (const NumberRange& range : ranges.numbers) {
    if (!range.is_integer && range.min < range.max) return std::nullopt;
    count *= range.max - range.min + 1;
  }
  for (const CategoricalRange& range : ranges.categories) {
    count *= static_cast<double>(range.values.size());
  }
  return static_cast<int64_t>(std::min(count, kMostCounted));
}

}  // namespace sempurna
