#include "tuning/search_space.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/number.h"

namespace sempurna {

namespace {

constexpr double kDecadesOfAuto = 100;  // two of them

double to_scale(Scaling scaling, double value) {
  switch (scaling) {
    case Scaling::Logarithmic:
      return std::log(value);
    case Scaling::ReverseLogarithmic:
      return -std::log1p(-value);
    default:
      return value;
  }
}

double from_scale(Scaling scaling, double scaled) {
  switch (scaling) {
    case Scaling::Logarithmic:
      return std::exp(scaled);
    case Scaling::ReverseLogarithmic:
      return -std::expm1(-scaled);
    default:
      return scaled;
  }
}

/// The ends of a range on its scale. An integer has the half of the step to its neighbours on both
/// sides, so the first and the last have theirs too.
struct Ends {
  double low;
  double high;
};

Ends ends_of(const NumberRange& range) {
  const Scaling scaling = scaling_of(range);
  const double margin = range.is_integer ? 0.5 : 0;
  return {to_scale(scaling, range.min - margin), to_scale(scaling, range.max + margin)};
}

double number_at(const NumberRange& range, double share) {
  const auto [low, high] = ends_of(range);
  const double value = from_scale(scaling_of(range), low + (high - low) * share);
  return std::clamp(range.is_integer ? std::round(value) : value, range.min, range.max);
}

std::string text_of(const NumberRange& range, double value) {
  return range.is_integer ? fmt::format("{}", static_cast<int64_t>(value))
                          : fmt::format("{}", value);
}

size_t part_at(const CategoricalRange& range, double share) {
  const auto part = static_cast<size_t>(share * static_cast<double>(range.values.size()));
  return std::min(part, range.values.size() - 1);
}

double share_of(const NumberRange& range, double value) {
  const auto [low, high] = ends_of(range);
  if (!(low < high)) return 0.5;
  return (to_scale(scaling_of(range), value) - low) / (high - low);
}

double share_of(const CategoricalRange& range, size_t part) {
  return (static_cast<double>(part) + 0.5) / static_cast<double>(range.values.size());
}

std::optional<double> share_of(const NumberRange& range, const std::string& text) {
  const std::optional<double> value = read_number<double>(text);
  if (!value) return std::nullopt;
  const double share = share_of(range, *value);
  return std::isfinite(share) ? std::optional(share) : std::nullopt;
}

std::optional<double> share_of(const CategoricalRange& range, const std::string& text) {
  const auto found = std::find(range.values.begin(), range.values.end(), text);
  if (found == range.values.end()) return -1;
  return share_of(range, static_cast<size_t>(found - range.values.begin()));
}

}  // namespace

Scaling scaling_of(const NumberRange& range) {
  if (range.scaling != Scaling::Auto) return range.scaling;
  return range.min > 0 && range.max / range.min > kDecadesOfAuto ? Scaling::Logarithmic
                                                                 : Scaling::Linear;
}

Values values_at(const ParameterRanges& ranges, std::span<const double> place) {
  Values values;
  size_t i = 0;
  for (const NumberRange& range : ranges.numbers)
    values[range.name] = text_of(range, number_at(range, place[i++]));
  for (const CategoricalRange& range : ranges.categories) {
    values[range.name] = range.values[part_at(range, place[i++])];
  }
  return values;
}

std::optional<Place> place_of(const ParameterRanges& ranges, const Values& values) {
  Place place;
  const auto append_all = [&](const auto& kind) {
    for (const auto& range : kind) {
      const auto value = values.find(range.name);
      if (value == values.end()) return false;
      const std::optional<double> share = share_of(range, value->second);
      if (!share) return false;
      place.push_back(*share);
    }
    return true;
  };
  if (!append_all(ranges.numbers) || !append_all(ranges.categories)) return std::nullopt;
  return place;
}

void snap(const ParameterRanges& ranges, Place& place) {
  size_t i = 0;
  for (const NumberRange& range : ranges.numbers) {
    place[i] = share_of(range, number_at(range, place[i]));
    ++i;
  }
  for (const CategoricalRange& range : ranges.categories) {
    place[i] = share_of(range, part_at(range, place[i]));
    ++i;
  }
}

double step_of(const NumberRange& range, double share, double sign) {
  const double next = std::clamp(number_at(range, share) + sign, range.min, range.max);
  return std::abs(share_of(range, next) - share);
}

Values nth_values(const ParameterRanges& ranges, uint64_t n) {
  Values values;
  for (const NumberRange& range : ranges.numbers) {
    const auto size = static_cast<uint64_t>(range.max - range.min) + 1;
    values[range.name] = text_of(range, range.min + static_cast<double>(n % size));
    n /= size;
  }
  for (const CategoricalRange& range : ranges.categories) {
    values[range.name] = range.values[n % range.values.size()];
    n /= range.values.size();
  }
  return values;
}

}  // namespace sempurna
