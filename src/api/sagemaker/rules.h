#pragma once

#include "api/sagemaker/shapes.h"

namespace sempurna::sagemaker {

// What a shape demands of a value itself, leaving its parts aside.

/// Whether a value is of the JSON type that is wanted, and in the range of its numbers.
bool is_of(Kind kind, const JsonMap& value);

/// "a string", as what a value must be.
std::string_view wanted(Kind kind);

/// What may be demanded beyond that.
enum class Rule { Pattern, Words, Most, Least };
/// In the order in which SageMaker tells what a member of a structure does not keep to.
inline constexpr Rule kRules[] = {Rule::Pattern, Rule::Words, Rule::Most, Rule::Least};

/// Whether a value, which is of the shape's type, is as the rule demands, if the shape has it.
bool holds(Rule rule, const Shape& shape, const JsonMap& value);
bool all_hold(const Shape& shape, const JsonMap& value);

/// "Member must have length less than or equal to 63", of a rule that the shape has.
std::string sentence(Rule rule, const Shape& shape);

/// "[Member must have length …, Member must …]", of all that it has, for the elements of a list or
/// map; in SageMaker's order, which is another one there.
std::string sentences(const Shape& shape);

}  // namespace sempurna::sagemaker
