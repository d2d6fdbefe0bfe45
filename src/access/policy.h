#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"

namespace sempurna {

/// A policy document, parsed and checked.
/// Source: AWS, "IAM JSON policy elements reference".
struct Policy {
  struct Condition {
    std::string name;  ///< StringLike, IpAddress, Bool, DateLessThan, …; without what follows
    bool if_exists = false;
    enum class Set { One, Any, All } set = Set::One;  ///< ForAnyValue:, ForAllValues:
    std::string key;                                  ///< in lower case
    std::vector<std::string> values;
  };
  struct Statement {
    std::string sid;  ///< or its place, "statement 2"
    bool allows = false;
    std::vector<std::string> principals;  ///< "AWS:arn…", "Service:…", "*"
    bool not_principals = false;
    std::vector<std::string> actions;
    bool not_actions = false;
    std::vector<std::string> resources;
    bool not_resources = false;
    std::vector<Condition> conditions;
  };
  bool has_variables = false;  ///< of Version 2012-10-17
  std::vector<Statement> statements;
};

enum class PolicyKind { Identity, Resource, Trust };

/// Throws MalformedPolicy with the place (line and column, or statement and element) and what is
/// allowed there. An operator or an element that we do not evaluate is refused, never ignored.
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
};

/// One policy's verdict on a question: an explicit Deny wins.
Decision evaluate(const Policy& policy, const Question& question);

/// Whether a pattern of a policy (* any run, ? any one) fits. In time |pattern| × |text| at most.
bool fits(std::string_view pattern, std::string_view text);

}  // namespace sempurna
