#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/choice.h"

namespace sempurna {

/// Hyperparameters by name, as a training job takes them.
using Values = std::map<std::string, std::string>;

/// How the numbers of a range are spread: evenly, or by their logarithm, or by that of how far they
/// are below 1. Auto is Logarithmic where the range is above 0 and spans more than two decades, and
/// else Linear.
enum class Scaling { Auto, Linear, Logarithmic, ReverseLogarithmic };

constexpr std::array<std::string_view, 4> names_of(Scaling /*unused*/) {
  return {"Auto", "Linear", "Logarithmic", "ReverseLogarithmic"};
}

/// A hyperparameter that may be any number from `min` to `max`, both included.
struct NumberRange {
  std::string name;
  double min = 0;
  double max = 0;
  Scaling scaling = Scaling::Auto;
  bool is_integer = false;
};

struct CategoricalRange {
  std::string name;
  std::vector<std::string> values;
};

/// What is tuned. The order is that of the places in a search space (tuning/search_space.h):
/// numbers first.
struct ParameterRanges {
  std::vector<NumberRange> numbers;
  std::vector<CategoricalRange> categories;
};

/// Why nothing can be tuned over these ranges, in one sentence that names the range; empty where
/// all is well.
std::optional<std::string> fault_of(const ParameterRanges& ranges);

/// How many combinations categories have, at most 2^62; empty where a range is a number's.
std::optional<int64_t> combinations(const ParameterRanges& ranges);

/// How many different Values there are, integers counted, at most 2^62; empty where a range is
/// continuous.
std::optional<int64_t> distinct_values(const ParameterRanges& ranges);

}  // namespace sempurna
