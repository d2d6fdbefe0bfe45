#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/policy.h"

namespace sempurna {

/// What a condition operator does with one value of the policy and one of the request.
struct ConditionOperator {
  std::string_view name;
  bool negated;  ///< holds when no value of the policy fits, and when the key is not there
  bool (*holds)(std::string_view pattern, std::string_view value);
  bool (*is_value)(std::string_view pattern);  ///< whether a policy may name this value
  bool has_wildcards;                          ///< the pattern's * and ? mean something
};

/// Empty: there is none of this name. Source: AWS, "IAM JSON policy elements: Condition operators".
const ConditionOperator* find_operator(std::string_view name);
std::vector<std::string> operator_names();

/// Milliseconds since 1970 of an ISO 8601 date (2026-01-02, 2026-01-02T03:04:05Z, with a fraction
/// or an offset) or of seconds since 1970.
std::optional<int64_t> parse_policy_date(std::string_view text);

}  // namespace sempurna
