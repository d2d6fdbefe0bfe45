#include "api/s3/form_policy.h"

#include <algorithm>
#include <array>
#include <set>

#include "api/s3/s3_error.h"
#include "base/ascii.h"
#include "base/iso_time.h"
#include "base/json_map.h"

namespace sempurna::s3 {

namespace {

constexpr size_t kConditionsAtMost = 200;
constexpr std::array<std::string_view, 5> kNeedNoCondition = {
    "policy", "x-amz-signature", "signature", "awsaccesskeyid", "file"};

using Fields = std::map<std::string, std::string>;

template <typename... Args>
[[noreturn]] void invalid(fmt::format_string<Args...> format, Args&&... args) {
  throw S3Error("InvalidPolicyDocument", "Invalid Policy: {}",
                fmt::format(format, std::forward<Args>(args)...));
}

template <typename... Args>
[[noreturn]] void denied(fmt::format_string<Args...> format, Args&&... args) {
  throw S3Error("AccessDenied", "Invalid according to Policy: {}",
                fmt::format(format, std::forward<Args>(args)...));
}

std::string text_of(const JsonMap& value) {
  if (!value.is_string()) invalid("{} must be a text", value.dump());
  return value.get<std::string>();
}

Time expiration_of(const JsonMap& policy) {
  if (!policy.contains("expiration")) invalid("it has no expiration");
  const auto time = read_iso_time(text_of(policy.at("expiration")));
  if (!time) {
    invalid("expiration is {}, but must be of the form 2026-01-02T03:04:05.000Z",
            policy.at("expiration").dump());
  }
  return *time;
}

std::string value_of(const Fields& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

// Of a list of types in one Content-Type, each must begin so.
bool begins(const std::string& name, std::string_view value, std::string_view prefix) {
  if (name != "content-type") return value.starts_with(prefix);
  for (;;) {
    const size_t comma = std::min(value.find(','), value.size());
    if (!value.substr(0, comma).starts_with(prefix)) return false;
    if (comma == value.size()) return true;
    value.remove_prefix(comma + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
  }
}

uint64_t size_of(const JsonMap& value) {
  if (value.is_number_unsigned()) return value.get<uint64_t>();
  // Some libraries write them as texts.
  if (value.is_string()) {
    const std::string text = value.get<std::string>();
    if (!text.empty() && text.size() <= 18 &&
        text.find_first_not_of("0123456789") == std::string::npos) {
      return std::stoull(text);
    }
  }
  invalid("content-length-range has {}, which is no number of bytes", value.dump());
}

class Checker {
 public:
  Checker(const Fields& fields, uint64_t most) : fields_(fields), size_{0, most} {}

  void check(const JsonMap& condition) {
    if (condition.is_object() && !condition.empty()) {
      for (const auto& [name, value] : condition.items()) {
        hold(value_of(fields_, named(name)) == text_of(value), condition);
      }
      return;
    }
    if (!condition.is_array() || condition.size() != 3 || !condition[0].is_string()) {
      invalid("{} is no condition", condition.dump());
    }
    const std::string kind = lower_ascii(condition[0].get<std::string>());
    if (kind == "content-length-range") return narrow(condition[1], condition[2]);
    if (kind != "eq" && kind != "starts-with") {
      invalid("{} has another operator than eq, starts-with and content-length-range",
              condition.dump());
    }
    std::string name = text_of(condition[1]);
    if (!name.starts_with('$')) invalid("the field of {} must begin with $", condition.dump());
    name = named(name.substr(1));
    const std::string value = value_of(fields_, name);
    const std::string wanted = text_of(condition[2]);
    hold(kind == "eq" ? value == wanted : begins(name, value, wanted), condition);
  }

  void check_nothing_is_left() const {
    for (const auto& [name, value] : fields_) {
      if (spoken_of_.contains(name) || name.starts_with("x-ignore-") ||
          std::find(kNeedNoCondition.begin(), kNeedNoCondition.end(), name) !=
              kNeedNoCondition.end()) {
        continue;
      }
      denied("Extra input fields: {}", name);
    }
  }

  FileSize size() const { return size_; }

 private:
  std::string named(const std::string& name) {
    std::string lower = lower_ascii(name);
    spoken_of_.insert(lower);
    return lower;
  }

  static void hold(bool holds, const JsonMap& condition) {
    if (!holds) denied("Policy Condition failed: {}", condition.dump());
  }

  // Of several ranges, all hold.
  void narrow(const JsonMap& least, const JsonMap& most) {
    const uint64_t low = size_of(least);
    const uint64_t high = size_of(most);
    if (low > high) invalid("content-length-range goes from {} to {}", low, high);
    size_.least = std::max(size_.least, low);
    size_.most = std::min(size_.most, high);
  }

  const Fields& fields_;
  std::set<std::string> spoken_of_;
  FileSize size_;
};

}  // namespace

FileSize check_form_policy(std::string_view policy_json, const Fields& fields, Time now,
                           uint64_t most) {
  JsonMap policy;
  try {
    policy = parse_json_map(policy_json, "the policy", 4);
  } catch (const Error& error) {
    invalid("{}", error.what());
  }
  if (!policy.is_object()) invalid("it is no JSON object");
  for (const auto& [name, value] : policy.items()) {
    if (name != "expiration" && name != "conditions") invalid("it has a member '{}'", name);
  }
  const Time expiration = expiration_of(policy);
  if (!policy.contains("conditions") || !policy.at("conditions").is_array()) {
    invalid("it has no list of conditions");
  }
  const JsonMap& conditions = policy.at("conditions");
  if (conditions.size() > kConditionsAtMost) {
    invalid("it has {} conditions, but may have {} at most", conditions.size(), kConditionsAtMost);
  }
  if (expiration < now) denied("Policy expired.");
  Checker checker(fields, most);
  for (const JsonMap& condition : conditions) checker.check(condition);
  checker.check_nothing_is_left();
  return checker.size();
}

}  // namespace sempurna::s3
