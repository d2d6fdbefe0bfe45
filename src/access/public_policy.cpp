#include "access/public_policy.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"

namespace sempurna {

namespace {

// Keys whose fixed values tell a caller from the rest of the world.
constexpr std::array<std::string_view, 4> kNarrowing = {
    "aws:userid", "aws:principalarn", "aws:principalaccount",
    "s3:x-amz-server-side-encryption-aws-kms-key-id"};
constexpr std::array<std::string_view, 5> kEqual = {"StringEquals", "StringEqualsIgnoreCase",
                                                    "StringLike", "ArnEquals", "ArnLike"};

template <size_t N>
bool contains(const std::array<std::string_view, N>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool is_fixed(std::string_view value) {
  return value.find_first_of("*?") == std::string_view::npos &&
         value.find("${") == std::string_view::npos;
}

// Half the internet is everybody: an IPv4 range has 8 bits of prefix at least, an IPv6 one 32.
bool is_narrow_range(std::string_view cidr) {
  const size_t slash = cidr.find('/');
  if (slash == std::string_view::npos) return true;
  int bits = 0;
  std::from_chars(cidr.data() + slash + 1, cidr.data() + cidr.size(), bits);
  return bits >= (cidr.find(':') == std::string_view::npos ? 8 : 32);
}

bool narrows(const Policy::Condition& condition) {
  // With IfExists, and for all of no values, it holds for whoever says nothing.
  if (condition.if_exists || condition.set == Policy::Condition::Set::All) return false;
  const std::string key = lower_ascii(condition.key);
  const auto all = [&](const auto& holds) {
    return std::all_of(condition.values.begin(), condition.values.end(),
                       [&](const Pattern& value) { return holds(value.text()); });
  };
  if (condition.comparison->name == "IpAddress" && key == "aws:sourceip")
    return all(is_narrow_range);
  return contains(kEqual, condition.comparison->name) && contains(kNarrowing, key) && all(is_fixed);
}

bool is_for_everybody(const Policy::Statement& statement) {
  if (!statement.allows) return false;
  const auto& principals = statement.principals;
  return statement.not_principals ||
         std::any_of(principals.begin(), principals.end(), [](const std::string& principal) {
           return principal == "*" || principal == "AWS:*";
         });
}

}  // namespace

bool is_public(const Policy& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(), [](const auto& statement) {
    const auto& conditions = statement.conditions;
    return is_for_everybody(statement) &&
           std::none_of(conditions.begin(), conditions.end(), narrows);
  });
}

}  // namespace sempurna
