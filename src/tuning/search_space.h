#pragma once

#include <optional>
#include <span>
#include <vector>

#include "tuning/parameter_ranges.h"

namespace sempurna {

/// Values as a place in the unit cube: a coordinate from 0 to 1 for each range, numbers first. A
/// number's is its share of the range on the scale of the range; a category's is the middle of its
/// part of [0, 1], which is cut into as many parts of one size as there are categories.
using Place = std::vector<double>;

/// The scaling that Auto stands for.
Scaling scaling_of(const NumberRange& range);

/// The values at a place. Integers are rounded so that each is as likely as its share of the scale,
/// the first and the last too. Written as SageMaker does: integers as 12, continuous values with
/// the fewest digits that read back the same, categories as given.
Values values_at(const ParameterRanges& ranges, std::span<const double> place);

/// Where values lie, outside the cube for numbers beyond their range; a category that is none of
/// the range's lies at -1. Empty where a value is missing, is no number, or has no place on its
/// scale.
std::optional<Place> place_of(const ParameterRanges& ranges, const Values& values);

/// Moves a place within the cube to that of its values: integers and categories lie nowhere
/// between.
void snap(const ParameterRanges& ranges, Place& place);

/// How far the next integer of the range is from a place, upwards (1) or downwards (-1).
double step_of(const NumberRange& range, double share, double sign);

/// The n-th of the distinct_values there are, which are counted from 0; the first range's change
/// fastest.
Values nth_values(const ParameterRanges& ranges, uint64_t n);

}  // namespace sempurna
