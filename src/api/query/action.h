#pragma once

#include <map>
#include <string>
#include <vector>

#include "api/service.h"
#include "api/xml_writer.h"

namespace sempurna::query {

/// An error by its service's own code.
class QueryError : public Error {
 public:
  template <typename... Args>
  QueryError(int http_status, std::string code, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::InvalidArgument, format, std::forward<Args>(args)...),
        status(http_status),
        code_name(std::move(code)) {}
  int status;
  std::string code_name;
};

/// One call of the query protocol while it is answered.
struct Action {
  Services& services;
  Call& call;
  std::map<std::string, std::string> form;

  /// A parameter, or empty.
  std::string text(const std::string& name) const;
  /// Throws ValidationError when it is missing.
  std::string required(const std::string& name) const;
  /// Name.1, Name.2, … or Name.member.1, …
  std::vector<std::string> list(const std::string& name) const;
  /// The names of a list's structures, Name.member.1, Name.member.2, …, before ".Member".
  std::vector<std::string> structures(const std::string& name) const;
  int64_t number(const std::string& name, int64_t otherwise) const;
};

// Each writes the content of its Result element (of its Response, for EC2).
// sts.cpp
void get_caller_identity(Action& action, XmlWriter& xml);
void assume_role(Action& action, XmlWriter& xml);
void get_session_token(Action& action, XmlWriter& xml);
// iam.cpp
/// The identity that UserName names, or else the caller, once the caller may do this with it.
Identity authorized_user(Action& action, const std::string& what);
void get_role(Action& action, XmlWriter& xml);
void list_roles(Action& action, XmlWriter& xml);
void get_user(Action& action, XmlWriter& xml);
void list_users(Action& action, XmlWriter& xml);
void list_attached_role_policies(Action& action, XmlWriter& xml);
void list_role_policies(Action& action, XmlWriter& xml);
void get_role_policy(Action& action, XmlWriter& xml);
void simulate_principal_policy(Action& action, XmlWriter& xml);
// access_keys.cpp
void list_access_keys(Action& action, XmlWriter& xml);
void create_access_key(Action& action, XmlWriter& xml);
void update_access_key(Action& action, XmlWriter& xml);
void delete_access_key(Action& action, XmlWriter& xml);
// ec2.cpp
void describe_vpcs(Action& action, XmlWriter& xml);
void describe_subnets(Action& action, XmlWriter& xml);
void describe_security_groups(Action& action, XmlWriter& xml);

}  // namespace sempurna::query
