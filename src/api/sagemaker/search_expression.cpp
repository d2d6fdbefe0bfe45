#include "api/sagemaker/search_expression.h"

#include <algorithm>
#include <cmath>
#include <compare>
#include <vector>

#include "access/condition.h"
#include "api/sagemaker/request.h"
#include "api/words.h"
#include "base/nearest.h"
#include "base/number.h"

namespace sempurna::sagemaker {

namespace {

constexpr size_t kMostConditions = 50;

/// What a property's values are compared as.
enum class Sort {
  Text,
  Number,
  Time,
  Free,  ///< a text that somebody chose: a number where both are
};

constexpr std::string_view kTimes =
    "ConvergenceDetectedTime CreationTime EndTime HyperParameterTuningEndTime LastModifiedTime "
    "StartTime Timestamp TrainingEndTime TrainingStartTime";
constexpr std::string_view kNumbers =
    "BillableTimeInSeconds CurrentInstanceCount CurrentWeight DesiredInstanceCount DesiredWeight "
    "InstanceCount MaxPendingTimeInSeconds MaxRuntimeInSeconds MaxWaitTimeInSeconds "
    "MaximumRetryAttempts Seed TrainingTimeInSeconds VolumeSizeInGB";
constexpr std::string_view kOrderings =
    "GreaterThan GreaterThanOrEqualTo LessThan LessThanOrEqualTo";

std::string_view first_of(std::string_view name) {
  return name.substr(0, name.find('.'));
}

std::string_view rest_of(std::string_view name) {
  const auto dot = name.find('.');
  return dot == std::string_view::npos ? "" : name.substr(dot + 1);
}

Sort sort_of(std::string_view name) {
  const auto first = first_of(name);
  if (first == "Metrics") return Sort::Number;
  if (has_word("Environment HyperParameters Tags", first)) return Sort::Free;
  const auto last = name.substr(name.rfind('.') + 1);  // npos + 1 is 0
  if (has_word(kTimes, last)) return Sort::Time;
  return has_word(kNumbers, last) || name == "FinalMetricDataList.Value" ? Sort::Number
                                                                         : Sort::Text;
}

std::optional<double> seconds_of(std::string value) {
  const auto time = value.find('T');
  const bool has_zone =
      time != std::string::npos && value.find_first_of("Z+-", time) != std::string::npos;
  if (time != std::string::npos && !has_zone) value += 'Z';
  const auto milliseconds = parse_policy_date(value);
  if (!milliseconds) return std::nullopt;
  return static_cast<double>(*milliseconds) / 1000;
}

std::string operator_of(const JsonMap& filter) {
  const std::string name = text(filter, {"Operator"});
  return name.empty() ? "Equals" : name;
}

/// The SageMaker SDK sends hyperparameters in the quotes of JSON.
std::string unquoted(std::string value) {
  const bool is_quoted = value.size() > 1 && value.starts_with('"') && value.ends_with('"');
  return is_quoted ? value.substr(1, value.size() - 2) : value;
}

void gather(const Json& at, std::string_view path, std::vector<Json>& found) {
  if (at.is_array()) {
    for (const Json& one : at) gather(one, path, found);
  } else if (path.empty()) {
    found.push_back(at);
  } else if (at.is_object()) {
    // A hyperparameter's name may have dots.
    if (const auto whole = at.find(std::string(path)); whole != at.end()) {
      gather(*whole, "", found);
    } else if (const auto part = at.find(std::string(first_of(path)));
               part != at.end() && !rest_of(path).empty()) {
      gather(*part, rest_of(path), found);
    }
  }
}

/// Of a list of names and values, the value of a name.
void gather_named(const Json& record, const char* list, const char* key, std::string_view name,
                  std::vector<Json>& found) {
  const auto all = record.find(list);
  if (all == record.end() || !all->is_array()) return;
  for (const Json& one : *all) {
    if (!one.is_object() || !one.contains(key)) continue;
    if (name.empty() || one[key] == name) found.push_back(one["Value"]);
  }
}

std::vector<Json> values_of(const Json& record, std::string_view name) {
  std::vector<Json> found;
  if (first_of(name) == "Tags") {
    gather_named(record, "Tags", "Key", rest_of(name), found);
  } else if (first_of(name) == "Metrics") {
    gather_named(record, "FinalMetricDataList", "MetricName", rest_of(name), found);
  } else {
    gather(record, name, found);
  }
  return found;
}

std::string text_of(const Json& value) {
  return value.is_string() ? unquoted(value.get<std::string>()) : value.dump();
}

/// How a value of this property stands to the one that is asked for; unordered where they cannot be
/// compared.
std::partial_ordering compare(std::string_view name, const Json& value, const std::string& asked) {
  const Sort sort = sort_of(name);
  if (sort == Sort::Time) {
    if (!value.is_number()) return std::partial_ordering::unordered;
    return value.get<double>() <=> *seconds_of(asked);
  }
  const std::string text = text_of(value);
  const auto number = read_number<double>(text);
  const auto wanted = read_number<double>(asked);
  if (sort != Sort::Text && number && wanted) {
    // Beside a whole number, a hyperparameter is one too.
    const bool is_whole =
        first_of(name) == "HyperParameters" && read_number<int64_t>(asked).has_value();
    return (is_whole ? std::trunc(*number) : *number) <=> *wanted;
  }
  return text == asked ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

bool is_one_of(const std::string& value, std::string_view list) {
  while (true) {
    const auto comma = list.find(',');
    auto one = list.substr(0, comma);
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (value == one) return true;
    if (comma == std::string_view::npos) return false;
    list.remove_prefix(comma + 1);
  }
}

/// `name` is what is left of the filter's own below the record.
bool holds(const Json& record, const std::string& name, const JsonMap& filter) {
  const std::string whole_name = text(filter, {"Name"});
  const std::string op = operator_of(filter);
  const std::string asked = text(filter, {"Value"});
  const std::vector<Json> values = values_of(record, name);
  if (op == "Exists") return !values.empty();
  if (op == "NotExists") return values.empty();
  const auto any = [&](const auto& is) { return std::any_of(values.begin(), values.end(), is); };
  if (op == "Contains") {
    return any([&](const Json& v) { return text_of(v).find(asked) != std::string::npos; });
  }
  if (op == "In") return any([&](const Json& v) { return is_one_of(text_of(v), asked); });
  const auto stands = [&](const auto& is) {
    return any([&](const Json& v) { return is(compare(whole_name, v, asked)); });
  };
  if (op == "Equals") return stands([](auto order) { return order == 0; });
  if (op == "NotEquals") return !stands([](auto order) { return order == 0; });
  if (op == "GreaterThan") return stands([](auto order) { return order > 0; });
  if (op == "GreaterThanOrEqualTo") return stands([](auto order) { return order >= 0; });
  if (op == "LessThan") return stands([](auto order) { return order < 0; });
  return stands([](auto order) { return order <= 0; });
}

/// One element of the list satisfies all filters.
bool holds_nested(const Json& record, const JsonMap& nested) {
  const std::string list = text(nested, {"NestedPropertyName"});
  std::vector<Json> elements;
  gather(record, list, elements);
  return std::any_of(elements.begin(), elements.end(), [&](const Json& element) {
    const auto& filters = *member(nested, {"Filters"});
    return std::all_of(filters.begin(), filters.end(), [&](const JsonMap& filter) {
      return holds(element, text(filter, {"Name"}).substr(list.size() + 1), filter);
    });
  });
}

void check_filter(const JsonMap& filter, std::string_view properties) {
  const std::string name = text(filter, {"Name"});
  check_property(name, properties);
  const std::string op = operator_of(filter);
  const std::string value = text(filter, {"Value"});
  if (op == "Exists" || op == "NotExists") {
    if (!value.empty()) throw not_valid("{} of {} takes no Value; leave it out", op, name);
    return;
  }
  if (value.empty()) throw not_valid("{} of {} has no Value", op, name);
  const Sort sort = sort_of(name);
  if (sort == Sort::Text && has_word(kOrderings, op)) {
    throw not_valid("{} cannot be asked of {}, which is a text; use Equals, Contains or In", op,
                    name);
  }
  if (sort != Sort::Number && sort != Sort::Time) return;
  if (op == "Contains" || op == "In") {
    throw not_valid("{} cannot be asked of {}, which is not a text; use Equals or an order", op,
                    name);
  }
  if (sort == Sort::Number && !read_number<double>(value)) {
    throw not_valid("{} is a number, and '{}' is none", name, value);
  }
  if (sort == Sort::Time && !seconds_of(value)) {
    throw not_valid("{} is a time, and '{}' is none; write it as 2026-01-02T03:04:05", name, value);
  }
}

/// Calls `filter` with each Filter, those of NestedFilters with the name of their list, else "".
template <typename Visit>
void each_filter(const JsonMap& expression, const Visit& visit) {
  if (const JsonMap* filters = member(expression, {"Filters"})) {
    for (const JsonMap& filter : *filters) visit(filter, "");
  }
  if (const JsonMap* all = member(expression, {"NestedFilters"})) {
    for (const JsonMap& nested : *all) {
      for (const JsonMap& filter : *member(nested, {"Filters"})) {
        visit(filter, text(nested, {"NestedPropertyName"}));
      }
    }
  }
}

/// How many conditions it has.
size_t checked(const JsonMap& expression, std::string_view properties) {
  size_t count = 0;
  each_filter(expression, [&](const JsonMap& filter, const std::string& list) {
    ++count;
    check_filter(filter, properties);
    const std::string name = text(filter, {"Name"});
    if (!list.empty() && (!name.starts_with(list + ".") || name.size() == list.size() + 1)) {
      throw not_valid("the filter of {} is not one of the nested property {}", name, list);
    }
  });
  if (const JsonMap* parts = member(expression, {"SubExpressions"})) {
    for (const JsonMap& part : *parts) count += checked(part, properties);
  }
  if (count == 0) {
    throw not_valid(
        "You must provide at least one subexpression, filter, or nested filter in each expression");
  }
  return count;
}

}  // namespace

void check_property(const std::string& name, std::string_view properties) {
  const std::string first(first_of(name));
  if (has_word(properties, first)) return;
  std::vector<std::string> known;
  any_word(properties, [&](std::string_view word) {
    known.emplace_back(word);
    return false;
  });
  throw not_valid("Unknown property name: {}.{}", name, did_you_mean(first, known));
}

void check_expression(const JsonMap& expression, std::string_view properties) {
  const size_t count = checked(expression, properties);
  if (count > kMostConditions) {
    throw not_valid("the expression has {} conditions, but may have {}", count, kMostConditions);
  }
}

bool satisfies(const Json& record, const JsonMap& expression) {
  std::vector<bool> parts;
  const auto add_all = [&](const char* list, const auto& is) {
    if (const JsonMap* all = member(expression, {list})) {
      for (const JsonMap& one : *all) parts.push_back(is(one));
    }
  };
  add_all("Filters", [&](const JsonMap& one) { return holds(record, text(one, {"Name"}), one); });
  add_all("NestedFilters", [&](const JsonMap& one) { return holds_nested(record, one); });
  add_all("SubExpressions", [&](const JsonMap& one) { return satisfies(record, one); });
  const auto is = [](bool part) { return part; };
  return text(expression, {"Operator"}) == "Or" ? std::any_of(parts.begin(), parts.end(), is)
                                                : std::all_of(parts.begin(), parts.end(), is);
}

Json property_of(const Json& record, const std::string& name) {
  const std::vector<Json> values = values_of(record, name);
  return values.empty() ? Json() : values.front();
}

}  // namespace sempurna::sagemaker
