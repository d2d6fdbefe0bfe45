#include "access/policy.h"

#include <algorithm>

#include "base/ascii.h"

namespace sempurna {

namespace {

enum class Named { No, ByAccount, Itself };

Named named_by(const std::string& principal, const Caller& caller) {
  if (principal == "*" || principal == "AWS:*") return Named::Itself;
  if (!caller.service.empty() && principal == "Service:" + caller.service) return Named::Itself;
  if (!principal.starts_with("AWS:")) return Named::No;
  const std::string_view who = std::string_view(principal).substr(4);
  if (caller.is_anonymous()) return Named::No;
  if (who == caller.account || who == "arn:aws:iam::" + caller.account + ":root") {
    return Named::ByAccount;
  }
  return who == caller.arn || who == caller.principal_arn ? Named::Itself : Named::No;
}

Named named_by(const Policy::Statement& statement, const Caller& caller) {
  Named best = Named::No;
  for (const auto& principal : statement.principals) {
    best = std::max(best, named_by(principal, caller));
  }
  if (!statement.not_principals) return best;
  // NotPrincipal is for Deny: everybody but those named, an account's own among them.
  return best == Named::No ? Named::Itself : Named::No;
}

bool fits_any(const std::vector<Pattern>& patterns, const std::string& text,
              const Circumstances& circumstances) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& pattern) { return pattern.fits(text, circumstances); });
}

// Of a negation with a variable that has no value nobody knows what it leaves out. A Deny leaves
// nothing out then; an Allow allows nothing.
bool all_resolved(const std::vector<Pattern>& patterns, const Circumstances& circumstances) {
  return std::all_of(patterns.begin(), patterns.end(),
                     [&](const Pattern& pattern) { return pattern.is_resolved(circumstances); });
}

bool fits(const ConditionOperator& comparison, const Pattern& pattern, const std::string& value,
          const Circumstances& circumstances) {
  switch (comparison.kind) {
    case ConditionOperator::Kind::Pattern:
      return pattern.fits(value, circumstances);
    case ConditionOperator::Kind::Arn:
      return pattern.fits_arn(value, circumstances);
    case ConditionOperator::Kind::Compare:
    case ConditionOperator::Kind::Null:
      break;
  }
  const auto plain = pattern.plain(circumstances);
  return plain && comparison.holds(*plain, value);
}

// Source: AWS, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued
// context keys".
bool holds(const Policy::Condition& condition, bool allows, const Circumstances& circumstances) {
  using Set = Policy::Condition::Set;
  const ConditionOperator& comparison = *condition.comparison;
  const auto* found = circumstances.find(condition.key);
  if (comparison.kind == ConditionOperator::Kind::Null) {
    return std::any_of(condition.values.begin(), condition.values.end(), [&](const Pattern& value) {
      return (found == nullptr) == same_but_for_case(value.text(), "true");
    });
  }
  if (comparison.negated && allows && !all_resolved(condition.values, circumstances)) return false;
  if (found == nullptr) {
    // Of no value, none is one that fits, and all are.
    if (condition.set != Set::One) return condition.set == Set::All;
    return condition.if_exists || comparison.negated;
  }
  const auto one = [&](const std::string& value) {
    const bool any = std::any_of(
        condition.values.begin(), condition.values.end(),
        [&](const Pattern& pattern) { return fits(comparison, pattern, value, circumstances); });
    return any != comparison.negated;
  };
  if (condition.set == Set::All || (comparison.negated && condition.set == Set::One)) {
    return std::all_of(found->begin(), found->end(), one);
  }
  return std::any_of(found->begin(), found->end(), one);
}

bool is_about(const Policy::Statement& statement, const std::string& action) {
  return fits_any(statement.actions, lower_ascii(action), {}) != statement.not_actions;
}

bool applies(const Policy::Statement& statement, const Question& question) {
  const Circumstances& circumstances = question.circumstances;
  if (!is_about(statement, question.action)) return false;
  // A trust policy has no resources: it is about the role that it belongs to.
  if (!statement.resources.empty()) {
    if (statement.not_resources && statement.allows &&
        !all_resolved(statement.resources, circumstances)) {
      return false;
    }
    if (fits_any(statement.resources, question.resource, circumstances) ==
        statement.not_resources) {
      return false;
    }
  }
  return std::all_of(
      statement.conditions.begin(), statement.conditions.end(),
      [&](const auto& condition) { return holds(condition, statement.allows, circumstances); });
}

}  // namespace

bool allows_somewhere(const Policy& policy, const Caller& caller, const std::string& action) {
  return std::any_of(
      policy.statements.begin(), policy.statements.end(), [&](const Policy::Statement& statement) {
        return statement.allows && is_about(statement, action) &&
               (statement.principals.empty() || named_by(statement, caller) != Named::No);
      });
}

bool allows_everything(const Policy& policy) {
  const auto has_all = [](const std::vector<Pattern>& patterns) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [](const Pattern& pattern) { return pattern.text() == "*"; });
  };
  return std::any_of(policy.statements.begin(), policy.statements.end(),
                     [&](const Policy::Statement& statement) {
                       return statement.allows && statement.conditions.empty() &&
                              !statement.not_actions && has_all(statement.actions) &&
                              !statement.not_resources && has_all(statement.resources);
                     });
}

Decision evaluate(const Policy& policy, const Question& question) {
  Decision decision;
  for (const auto& statement : policy.statements) {
    Verdict verdict = statement.allows ? Verdict::Allowed : Verdict::DeniedExplicitly;
    if (!statement.principals.empty()) {
      const Named named = named_by(statement, question.caller);
      if (named == Named::No) continue;
      if (named == Named::ByAccount && statement.allows) verdict = Verdict::AllowedForAccount;
    }
    if (verdict <= decision.verdict || !applies(statement, question)) continue;
    decision = {verdict, statement.sid};
  }
  return decision;
}

}  // namespace sempurna
