#pragma once

#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {

// What a shape demands of a value itself, leaving its parts aside.

/// Whether a value is of the JSON type that is wanted, and in the range of its numbers.
bool is_of(Kind kind, const JsonMap& value);

/// "a string", as what a value must be.
std::string_view wanted(Kind kind);

/// What may be demanded beyond that, in the order in which it is told.
enum class Rule { Most, Least, Pattern, Words };
inline constexpr Rule kRules[] = {Rule::Most, Rule::Least, Rule::Pattern, Rule::Words};

/// Whether a value, which is of the shape's type, is as the rule demands, if the shape has it.
bool holds(Rule rule, const Shape& shape, const JsonMap& value);
bool all_hold(const Shape& shape, const JsonMap& value);

/// "Member must have length less than or equal to 63", of a rule that the shape has.
std::string sentence(Rule rule, const Shape& shape);

/// "[Member must have length …, Member must …]", of all that it has.
std::string sentences(const Shape& shape);

}  // namespace sempurna::sagemaker
