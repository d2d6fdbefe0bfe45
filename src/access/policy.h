#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"
#include "access/circumstances.h"
#include "access/condition.h"
#include "access/pattern.h"

namespace sempurna {

/// A policy document, parsed and checked.
/// Source: AWS, "IAM JSON policy elements reference".
struct Policy {
  struct Condition {
    const ConditionOperator* comparison = nullptr;
    bool if_exists = false;
    enum class Set { One, Any, All } set = Set::One;  ///< ForAnyValue:, ForAllValues:
    std::string key;
    std::vector<Pattern> values;
  };
  struct Statement {
    std::string sid;  ///< or its place, "statement 2"
    bool allows = false;
    std::vector<std::string> principals;  ///< "AWS:arn…", "Service:…", "*"
    bool not_principals = false;
    std::vector<Pattern> actions;  ///< in lower case
    bool not_actions = false;
    std::vector<Pattern> resources;
    bool not_resources = false;
    std::vector<Condition> conditions;
  };
  std::vector<Statement> statements;
};

enum class PolicyKind { Identity, Resource, Trust };

/// Throws MalformedPolicy with the place (line and column, or statement and element) and what is
/// allowed there. What we do not evaluate (an element, an operator, a condition key, a variable) is
/// refused, never ignored, and so is a member that is given twice.
Policy parse_policy(std::string_view json, PolicyKind kind);

struct Question {
  const Caller& caller;
  std::string action;    ///< s3:GetObject
  std::string resource;  ///< arn:aws:s3:::bucket/key
  Circumstances circumstances;
};

enum class Verdict {
  NotMentioned,
  AllowedForAccount,  ///< a resource's policy lets the account decide, not the caller by name
  Allowed,
  DeniedExplicitly,
};

struct Decision {
  Verdict verdict = Verdict::NotMentioned;
  std::string reason;  ///< for the audit: the statement that decided
  /// Whether the caller must not hear the reason: it would tell them that the resource is there.
  bool is_secret = false;
};

/// Whether a statement allows the caller the action on something, in some circumstances.
bool allows_somewhere(const Policy& policy, const Caller& caller, const std::string& action);

/// Whether a statement allows every action on every resource, without a condition.
bool allows_everything(const Policy& policy);

/// One policy's verdict on a question: an explicit Deny wins.
Decision evaluate(const Policy& policy, const Question& question);

}  // namespace sempurna
