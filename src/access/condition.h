#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// What a condition operator does with one value of the policy and one of the request.
struct ConditionOperator {
  enum class Kind {
    Compare,  ///< by `holds`
    Pattern,  ///< * and ? mean something
    Arn,      ///< in each of an ARN's parts
    Null,     ///< asks only whether the key is there
  };
  std::string_view name;
  Kind kind;
  bool negated;  ///< holds when no value of the policy fits, and when the key is not there
  bool (*is_value)(std::string_view pattern);  ///< whether a policy may name this value
  bool (*holds)(std::string_view pattern, std::string_view value);
};

/// Empty: there is none of this name. Source: AWS, "IAM JSON policy elements: Condition operators".
const ConditionOperator* find_operator(std::string_view name);
std::vector<std::string> operator_names();

/// Milliseconds since 1970 of an ISO 8601 date (2026-01-02, 2026-01-02T03:04:05Z, with a fraction
/// or an offset) or of seconds since 1970.
std::optional<int64_t> parse_policy_date(std::string_view text);

}  // namespace sempurna
