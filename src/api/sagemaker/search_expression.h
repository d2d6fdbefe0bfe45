#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/json_map.h"

namespace sempurna::sagemaker {

/// Throws ValidationException unless each condition of a SearchExpression can be asked: of a
/// property that is one of these words, or below one, with an operator and a value that the
/// property's kind has; at least one of them, and at most 50.
void check_expression(const JsonMap& expression, std::string_view properties);

/// Throws ValidationException for the name of a property that is none of these words, nor below
/// one.
void check_property(const std::string& name, std::string_view properties);

/// Whether a record, as Describe answers it and with its Tags, is what an expression asks for that
/// check_expression() has passed. Source: Amazon SageMaker API Reference, Filter, NestedFilters and
/// SearchExpression.
bool satisfies(const Json& record, const JsonMap& expression);

/// The property of a record; of several, in a list, the first; null where it has none.
Json property_of(const Json& record, const std::string& name);

}  // namespace sempurna::sagemaker
