#include "api/query/query.h"

#include <algorithm>
#include <array>

#include "access/access_error.h"
#include "api/query/action.h"
#include "base/number.h"

namespace sempurna::query {

namespace {

struct Service {
  std::string_view name;  ///< in the signature's scope
  std::string_view xml_namespace;
  bool is_ec2;
};
constexpr Service kSts = {"sts", "https://sts.amazonaws.com/doc/2011-06-15/", false};
constexpr Service kIam = {"iam", "https://iam.amazonaws.com/doc/2010-05-08/", false};
constexpr Service kEc2 = {"ec2", "http://ec2.amazonaws.com/doc/2016-11-15/", true};

struct Route {
  std::string_view action;
  const Service& service;
  void (*answer)(Action&, XmlWriter&);
  std::string_view parameters;  ///< all that it heeds; another would be a wish that is not met
};
constexpr std::array kRoutes = {
    Route{"GetCallerIdentity", kSts, get_caller_identity, ""},
    Route{"AssumeRole", kSts, assume_role,
          "RoleArn RoleSessionName DurationSeconds Policy PolicyArns Tags TransitiveTagKeys "
          "SourceIdentity ExternalId"},
    Route{"GetSessionToken", kSts, get_session_token, "DurationSeconds"},
    Route{"GetRole", kIam, get_role, "RoleName"},
    Route{"ListRoles", kIam, list_roles, "PathPrefix MaxItems Marker"},
    Route{"GetUser", kIam, get_user, "UserName"},
    Route{"ListUsers", kIam, list_users, "PathPrefix MaxItems Marker"},
    Route{"ListAttachedRolePolicies", kIam, list_attached_role_policies,
          "RoleName PathPrefix MaxItems Marker"},
    Route{"ListRolePolicies", kIam, list_role_policies, "RoleName MaxItems Marker"},
    Route{"GetRolePolicy", kIam, get_role_policy, "RoleName PolicyName"},
    Route{"ListAccessKeys", kIam, list_access_keys, "UserName MaxItems Marker"},
    Route{"CreateAccessKey", kIam, create_access_key, "UserName"},
    Route{"UpdateAccessKey", kIam, update_access_key, "UserName AccessKeyId Status"},
    Route{"DeleteAccessKey", kIam, delete_access_key, "UserName AccessKeyId"},
    Route{"SimulatePrincipalPolicy", kIam, simulate_principal_policy,
          "PolicySourceArn ActionNames ResourceArns ContextEntries MaxItems Marker"},
    Route{"DescribeVpcs", kEc2, describe_vpcs, "VpcId Filter MaxResults"},
    Route{"DescribeSubnets", kEc2, describe_subnets, "SubnetId Filter MaxResults"},
    Route{"DescribeSecurityGroups", kEc2, describe_security_groups,
          "GroupId GroupName Filter MaxResults"},
};

// Source: AWS STS API Reference, "Common Errors", and IAM's.
struct Fault {
  AccessFault fault;
  int status;
  std::string_view code;
};
constexpr std::array kFaults = {
    Fault{AccessFault::AccessDenied, 403, "AccessDenied"},
    Fault{AccessFault::MissingCredentials, 403, "MissingAuthenticationToken"},
    Fault{AccessFault::MalformedAuthorization, 400, "IncompleteSignature"},
    Fault{AccessFault::InvalidAccessKeyId, 403, "InvalidClientTokenId"},
    Fault{AccessFault::SignatureDoesNotMatch, 403, "SignatureDoesNotMatch"},
    Fault{AccessFault::RequestTimeTooSkewed, 403, "SignatureDoesNotMatch"},
    Fault{AccessFault::ExpiredRequest, 403, "RequestExpired"},
    Fault{AccessFault::ExpiredToken, 403, "ExpiredToken"},
    Fault{AccessFault::InvalidToken, 403, "InvalidClientTokenId"},
    Fault{AccessFault::MalformedPolicy, 400, "MalformedPolicyDocument"},
    Fault{AccessFault::NoSuchIdentity, 404, "NoSuchEntity"},
    Fault{AccessFault::NoSuchAccessKey, 404, "NoSuchEntity"},
    Fault{AccessFault::QuotaExceeded, 409, "LimitExceeded"},
    Fault{AccessFault::LimitExceeded, 503, "Throttling"},
    Fault{AccessFault::PackedPolicyTooLarge, 400, "PackedPolicyTooLarge"},
};

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

void check_parameters(const Route& route, const Action& action) {
  const std::string known = fmt::format(" Action Version {} ", route.parameters);
  for (const auto& [parameter, value] : action.form) {
    const std::string name = parameter.substr(0, parameter.find('.'));
    if (known.find(" " + name + " ") != std::string::npos) continue;
    throw QueryError(400, "ValidationError",
                     "{} has the parameter {}, which this server does not heed", route.action,
                     parameter);
  }
}

}  // namespace

std::string Action::text(const std::string& name) const {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

std::string Action::required(const std::string& name) const {
  std::string value = text(name);
  if (value.empty()) {
    throw QueryError(400, "ValidationError", "the parameter {} is missing", name);
  }
  return value;
}

std::vector<std::string> Action::list(const std::string& name) const {
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

std::vector<std::string> Action::structures(const std::string& name) const {
  std::vector<std::string> found;
  for (size_t i = 1;; ++i) {
    const std::string one = fmt::format("{}.member.{}", name, i);
    const auto first = form.lower_bound(one + ".");
    if (first == form.end() || !first->first.starts_with(one + ".")) return found;
    found.push_back(one);
  }
}

int64_t Action::number(const std::string& name, int64_t otherwise) const {
  const std::string value = text(name);
  if (value.empty()) return otherwise;
  const auto number = read_number<int64_t>(value);
  if (!number) {
    throw QueryError(400, "ValidationError", "{} is '{}', but must be a whole number", name, value);
  }
  return *number;
}

void answer(Services& services, Call& call, const std::string& body) {
  Action action{services, call, parse_form(body)};
  const std::string name = action.text("Action");
  const auto route = std::find_if(kRoutes.begin(), kRoutes.end(),
                                  [&](const Route& known) { return known.action == name; });
  if (route == kRoutes.end()) {
    throw QueryError(400, "InvalidAction",
                     "Could not find operation {}; this server has not got it", name);
  }
  if (call.from.caller.is_anonymous()) {
    throw AccessError(AccessFault::MissingCredentials, "Request is missing Authentication Token");
  }
  call.name(fmt::format("{}:{}", route->service.name, name));
  require_service(call, route->service.name);
  check_parameters(*route, action);
  XmlWriter xml(name + "Response", route->service.xml_namespace);
  if (route->service.is_ec2) {
    xml.element("requestId", call.request.id);
    route->answer(action, xml);
  } else {
    xml.open(name + "Result");
    route->answer(action, xml);
    xml.close().open("ResponseMetadata").element("RequestId", call.request.id).close();
  }
  call.audit.status = 200;
  call.answer.send(200, {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", call.request.id}},
                   xml.finish());
}

void answer_error(Call& call, const std::exception& thrown) {
  if (call.answer.is_started()) throw;
  int status = 500;
  std::string code = "InternalFailure";
  std::string message = "The server failed; its log says why";
  if (const auto* error = dynamic_cast<const QueryError*>(&thrown)) {
    status = error->status;
    code = error->code_name;
    message = error->what();
  } else if (const auto* access = dynamic_cast<const AccessError*>(&thrown)) {
    const auto found = std::find_if(kFaults.begin(), kFaults.end(), [&](const Fault& fault) {
      return fault.fault == access->fault();
    });
    status = found == kFaults.end() ? 400 : found->status;
    code = found == kFaults.end() ? "ValidationError" : found->code;
    message = access->what();
  } else if (const auto* error = dynamic_cast<const Error*>(&thrown);
             error != nullptr && error->code() != Code::Internal &&
             error->code() != Code::DataCorrupt) {
    const bool passes = error->code() == Code::Unavailable || error->code() == Code::ResourceLimit;
    status = passes ? 503 : 400;
    code = passes ? "ServiceUnavailable" : "ValidationError";
    message = error->what();
  }
  call.audit.status = status;
  if (!call.audit.allowed && call.audit.why.empty()) call.audit.why = message;
  std::string document;
  if (call.from.service == "ec2") {
    XmlWriter xml("Response");
    xml.open("Errors")
        .open("Error")
        .element("Code", code)
        .element("Message", message)
        .close()
        .close();
    document = xml.element("RequestID", call.request.id).finish();
  } else {
    XmlWriter xml("ErrorResponse");
    xml.open("Error")
        .element("Type", status < 500 ? "Sender" : "Receiver")
        .element("Code", code)
        .element("Message", message)
        .close();
    document = xml.element("RequestId", call.request.id).finish();
  }
  call.answer.send(status, {{"Content-Type", "text/xml"}, {"x-amzn-RequestId", call.request.id}},
                   document);
}

}  // namespace sempurna::query
