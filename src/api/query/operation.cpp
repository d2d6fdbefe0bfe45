#include "api/query/operation.h"

#include <algorithm>

#include "base/number.h"

namespace sempurna::query {

std::map<std::string, std::string> parse_form(const std::string& text) {
  std::string spaced = text;
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  std::map<std::string, std::string> form;
  for (auto& [name, value] : parse_query(spaced)) {
    if (!form.emplace(name, value).second) {
      throw QueryError(400, "ValidationError", "the parameter {} is given twice; give it once",
                       name);
    }
  }
  return form;
}

std::string Operation::text(const std::string& name) const {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

std::string Operation::required(const std::string& name) const {
  std::string value = text(name);
  if (value.empty()) {
    throw QueryError(400, "ValidationError", "the parameter {} is missing", name);
  }
  return value;
}

std::vector<std::string> Operation::list(const std::string& name) const {
  std::vector<std::string> values;
  for (const std::string& prefix : {name + ".", name + ".member."}) {
    for (size_t i = 1;; ++i) {
      const auto found = form.find(prefix + std::to_string(i));
      if (found == form.end()) break;
      values.push_back(found->second);
    }
  }
  return values;
}

std::vector<std::string> Operation::structures(const std::string& name) const {
  std::vector<std::string> found;
  for (size_t i = 1;; ++i) {
    const std::string one = fmt::format("{}.member.{}", name, i);
    const auto first = form.lower_bound(one + ".");
    if (first == form.end() || !first->first.starts_with(one + ".")) return found;
    found.push_back(one);
  }
}

int64_t Operation::number(const std::string& name, int64_t otherwise) const {
  const std::string value = text(name);
  if (value.empty()) return otherwise;
  const auto number = read_number<int64_t>(value);
  if (!number) {
    throw QueryError(400, "ValidationError", "{} is '{}', but must be a whole number", name, value);
  }
  return *number;
}

}  // namespace sempurna::query
