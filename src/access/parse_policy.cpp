#include <algorithm>
#include <vector>

#include "access/access_error.h"
#include "access/condition_keys.h"
#include "access/policy.h"
#include "base/ascii.h"
#include "base/json_map.h"
#include "base/nearest.h"

namespace sempurna {

namespace {

constexpr size_t kLargest = 20480;  // of a bucket's policy, which may be the largest
constexpr int kDeepest = 10;

template <typename... Args>
[[noreturn]] void malformed(fmt::format_string<Args...> format, Args&&... args) {
  throw AccessError(AccessFault::MalformedPolicy, format, std::forward<Args>(args)...);
}

// One text or a list of them; numbers and booleans as condition values are written as texts.
std::vector<std::string> texts(const JsonMap& value, const std::string& where,
                               bool scalars = false) {
  std::vector<std::string> result;
  const auto add = [&](const JsonMap& one) {
    if (one.is_string()) {
      result.push_back(one.get<std::string>());
    } else if (scalars && (one.is_boolean() || one.is_number())) {
      result.push_back(one.dump());
    } else {
      malformed("{} must be a text or a list of texts", where);
    }
  };
  if (value.is_array()) {
    for (const auto& one : value) add(one);
  } else {
    add(value);
  }
  if (result.empty()) malformed("{} is an empty list", where);
  return result;
}

bool is_account(std::string_view text) {
  return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Another would be nobody's, and a Deny of it without force.
// Source: AWS, "AWS JSON policy elements: Principal".
bool is_principal(std::string_view name) {
  constexpr std::string_view kIam = "arn:aws:iam::";
  constexpr std::string_view kSts = "arn:aws:sts::";
  if (name == "*" || is_account(name)) return true;
  const bool of_iam = name.starts_with(kIam);
  if (!of_iam && !name.starts_with(kSts)) return false;
  name.remove_prefix(kIam.size());
  const auto colon = std::min(name.find(':'), name.size());
  if (!is_account(name.substr(0, colon))) return false;
  name.remove_prefix(colon);
  const auto is_a = [&](std::string_view kind) {
    return name.starts_with(kind) && name.size() > kind.size();
  };
  return of_iam ? name == ":root" || is_a(":user/") || is_a(":role/") : is_a(":assumed-role/");
}

std::vector<std::string> principals(const JsonMap& value, const std::string& where) {
  if (value == "*") return {"*"};
  if (!value.is_object() || value.empty()) {
    malformed("{} must be \"*\" or an object such as {{\"AWS\": \"arn:aws:iam::…\"}}", where);
  }
  std::vector<std::string> result;
  for (const auto& [kind, names] : value.items()) {
    if (kind != "AWS" && kind != "Service") {
      malformed("{} has '{}', but only AWS and Service are known here", where, kind);
    }
    for (const auto& name : texts(names, where + "." + kind)) {
      const bool partly = name != "*" && name.find_first_of("*?") != std::string::npos;
      if (partly) malformed("{} has '{}', but a principal's name has no wildcards", where, name);
      if (kind == "AWS" && !is_principal(name)) {
        malformed(
            "{} has '{}', but must be *, an account's twelve digits, or an ARN such as "
            "arn:aws:iam::ACCOUNT:user/NAME",
            where, name);
      }
      result.push_back(kind + ":" + name);
    }
  }
  return result;
}

std::vector<Pattern> actions(const JsonMap& value, const std::string& where) {
  std::vector<Pattern> result;
  for (const auto& action : texts(value, where)) {
    const auto colon = action.find(':');
    if (action != "*" && (colon == 0 || colon == std::string::npos || colon + 1 == action.size())) {
      malformed("{} has '{}', but must be * or of the form s3:GetObject", where, action);
    }
    result.emplace_back(lower_ascii(action));
  }
  return result;
}

void check_key(const std::string& key, std::string_view kind, const std::string& where) {
  if (is_condition_key(key)) return;
  malformed("{} has the {} '{}', which no request to this server has.{}", where, kind, key,
            nearest_condition_key(key));
}

Pattern pattern(const std::string& text, bool has_variables, const std::string& where) {
  Pattern pattern(text, has_variables);
  for (const auto& name : pattern.variables()) check_key(name, "variable", where);
  return pattern;
}

std::vector<Pattern> resources(const JsonMap& value, bool has_variables, const std::string& where) {
  std::vector<Pattern> result;
  for (const auto& resource : texts(value, where)) {
    if (resource != "*" && !resource.starts_with("arn:")) {
      malformed("{} has '{}', but must be * or an ARN such as arn:aws:s3:::bucket/*", where,
                resource);
    }
    result.push_back(pattern(resource, has_variables, where));
  }
  return result;
}

Policy::Condition condition(const std::string& oper, const std::string& key, const JsonMap& values,
                            bool has_variables, const std::string& where) {
  Policy::Condition result;
  std::string name = oper;
  for (const auto& [prefix, set] : {std::pair("ForAnyValue:", Policy::Condition::Set::Any),
                                    std::pair("ForAllValues:", Policy::Condition::Set::All)}) {
    if (!name.starts_with(prefix)) continue;
    name = name.substr(std::string_view(prefix).size());
    result.set = set;
  }
  if (name.ends_with("IfExists")) {
    name.resize(name.size() - 8);
    result.if_exists = true;
  }
  result.comparison = find_operator(name);
  const bool is_null =
      result.comparison != nullptr && result.comparison->kind == ConditionOperator::Kind::Null;
  if (result.comparison == nullptr ||
      (is_null && (result.if_exists || result.set != Policy::Condition::Set::One))) {
    malformed("{} has the operator '{}', which is not known.{}", where, oper,
              did_you_mean(name, operator_names()));
  }
  check_key(key, "key", where + "." + oper);
  result.key = key;
  const std::string place = where + "." + oper + "." + key;
  for (const auto& value : texts(values, place, true)) {
    result.values.push_back(pattern(value, has_variables, place));
    if ((is_null || result.values.back().variables().empty()) &&
        !result.comparison->is_value(value)) {
      malformed("{} has the value '{}', which {} cannot compare", place, value, name);
    }
  }
  return result;
}

void read_conditions(const JsonMap& value, bool has_variables, const std::string& where,
                     Policy::Statement& statement) {
  if (!value.is_object()) malformed("{} must be an object of operators", where);
  for (const auto& [oper, keys] : value.items()) {
    if (!keys.is_object()) malformed("{}.{} must be an object of keys", where, oper);
    for (const auto& [key, values] : keys.items()) {
      statement.conditions.push_back(condition(oper, key, values, has_variables, where));
    }
  }
}

// One of an element and its Not form.
const JsonMap* either(const JsonMap& json, const std::string& name, bool& negated,
                      const std::string& where) {
  const auto plain = json.find(name);
  const auto other = json.find("Not" + name);
  if (plain != json.end() && other != json.end()) {
    malformed("{} has both {} and Not{}; give one", where, name, name);
  }
  negated = other != json.end();
  if (negated) return &*other;
  return plain == json.end() ? nullptr : &*plain;
}

Policy::Statement statement(const JsonMap& json, size_t number, PolicyKind kind,
                            bool has_variables) {
  static const std::vector<std::string> kElements = {"Sid",          "Effect",      "Principal",
                                                     "NotPrincipal", "Action",      "NotAction",
                                                     "Resource",     "NotResource", "Condition"};
  Policy::Statement result;
  result.sid = fmt::format("statement {}", number);
  std::string where = result.sid;
  if (!json.is_object()) malformed("{} must be an object", where);
  for (const auto& [name, value] : json.items()) {
    if (std::find(kElements.begin(), kElements.end(), name) == kElements.end()) {
      malformed("{} has the element '{}', which is not known.{}", where, name,
                did_you_mean(name, kElements));
    }
  }
  if (const auto sid = json.find("Sid"); sid != json.end()) {
    if (!sid->is_string()) malformed("{}: Sid must be a text", where);
    if (!sid->get<std::string>().empty()) result.sid = sid->get<std::string>();
  }
  const auto effect = json.find("Effect");
  if (effect == json.end() || (*effect != "Allow" && *effect != "Deny")) {
    malformed("{}: Effect must be Allow or Deny", where);
  }
  result.allows = *effect == "Allow";

  const JsonMap* principal = either(json, "Principal", result.not_principals, where);
  if (principal != nullptr && kind == PolicyKind::Identity) {
    malformed("{}: an identity's policy has no Principal; take it out", where);
  }
  if (principal == nullptr && kind != PolicyKind::Identity) {
    malformed("{}: Principal is missing; say whom the statement is about", where);
  }
  if (principal != nullptr) result.principals = principals(*principal, where + ".Principal");
  if (result.not_principals && result.allows) {
    malformed("{}: NotPrincipal with Allow would let in everybody else; use it with Deny", where);
  }

  const JsonMap* action = either(json, "Action", result.not_actions, where);
  if (action == nullptr) malformed("{}: Action is missing", where);
  result.actions = actions(*action, where + ".Action");

  const JsonMap* resource = either(json, "Resource", result.not_resources, where);
  if (resource != nullptr && kind == PolicyKind::Trust) {
    malformed("{}: a role's trust policy has no Resource; take it out", where);
  }
  if (resource == nullptr && kind != PolicyKind::Trust) malformed("{}: Resource is missing", where);
  if (resource != nullptr) {
    result.resources = resources(*resource, has_variables, where + ".Resource");
  }
  if (const auto conditions = json.find("Condition"); conditions != json.end()) {
    read_conditions(*conditions, has_variables, where + ".Condition", result);
  }
  return result;
}

JsonMap parse(std::string_view json) {
  if (json.size() > kLargest) {
    malformed("the policy has {} bytes, but may have {} at most", json.size(), kLargest);
  }
  try {
    return parse_json_map(json, "the policy", kDeepest);
  } catch (const AccessError&) {
    throw;
  } catch (const Error& error) {
    malformed("{}", error.what());
  }
}

}  // namespace

Policy parse_policy(std::string_view json, PolicyKind kind) {
  const JsonMap whole = parse(json);
  if (!whole.is_object()) malformed("a policy is an object with Version and Statement");
  Policy policy;
  bool has_variables = false;
  for (const auto& [name, value] : whole.items()) {
    if (name == "Version") {
      if (value != "2012-10-17" && value != "2008-10-17") {
        malformed("Version must be 2012-10-17 or 2008-10-17");
      }
      has_variables = value == "2012-10-17";
    } else if (name == "Id") {
      if (!value.is_string()) malformed("Id must be a text");
    } else if (name != "Statement") {
      malformed("the policy has the element '{}', which is not known", name);
    }
  }
  const auto statements = whole.find("Statement");
  if (statements == whole.end() || statements->empty()) malformed("the policy has no Statement");
  if (!statements->is_array()) {
    policy.statements.push_back(statement(*statements, 1, kind, has_variables));
    return policy;
  }
  for (size_t i = 0; i < statements->size(); ++i) {
    policy.statements.push_back(statement((*statements)[i], i + 1, kind, has_variables));
  }
  return policy;
}

}  // namespace sempurna
