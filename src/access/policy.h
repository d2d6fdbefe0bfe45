#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "access/caller.h"

namespace sempurna {

/// A policy document, parsed and checked.
/// Source: AWS, "IAM JSON policy elements reference".
struct Policy {
  struct Condition {
    std::string oper;  ///< StringLike, IpAddress, Bool, DateLessThan, …; as written
    std::string key;
    std::vector<std::string> values;
  };
  struct Statement {
    std::string sid;
    bool allows = false;
    std::vector<std::string> principals;  ///< of a bucket's or a role's trust policy; "*" is anybody
    bool not_principals = false;
    std::vector<std::string> actions;
    bool not_actions = false;
    std::vector<std::string> resources;
    bool not_resources = false;
    std::vector<Condition> conditions;
  };
  std::vector<Statement> statements;
};

enum class PolicyKind { Identity, Resource, Trust };

/// Throws MalformedPolicy with line or statement, the element and what is allowed there. An operator
/// or an element that we do not evaluate is refused, never ignored.
Policy parse_policy(std::string_view json, PolicyKind kind);

struct Question {
  const Caller& caller;
  std::string action;    ///< s3:GetObject
  std::string resource;  ///< arn:aws:s3:::bucket/key
  Circumstances circumstances;
};

enum class Verdict { Allowed, DeniedExplicitly, NotMentioned };

struct Decision {
  Verdict verdict = Verdict::NotMentioned;
  std::string reason;  ///< for the audit: which statement of which policy, or that none mentions it
};

/// One policy's verdict on a question: an explicit Deny wins.
Decision evaluate(const Policy& policy, const Question& question);

}  // namespace sempurna
