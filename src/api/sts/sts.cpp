#include "api/query/action.h"

namespace sempurna::query {

namespace {

constexpr int kHour = 3600;
constexpr int kTwelveHours = 12 * kHour;
constexpr int kLongest = 36 * kHour;

void write_credentials(XmlWriter& xml, const Session& session) {
  xml.open("Credentials")
      .element("AccessKeyId", session.credentials.access_key_id)
      .element("SecretAccessKey", session.credentials.secret)
      .element("SessionToken", session.credentials.session_token)
      .element("Expiration", iso_time(session.expires))
      .close();
}

// What is no number of seconds for anybody; a role's own limits are the directory's matter.
int duration(const Action& action, int otherwise) {
  const int64_t seconds = action.number("DurationSeconds", otherwise);
  if (seconds < 0 || seconds > kLongest) {
    throw QueryError(400, "ValidationError", "DurationSeconds is {}, but may be {} at most",
                     seconds, kLongest);
  }
  return static_cast<int>(seconds);
}

void note(Action& action, const std::string& what, const std::string& resource) {
  action.call.note(what, resource, false, "");
}

}  // namespace

void get_caller_identity(Action& action, XmlWriter& xml) {
  // Nobody can be kept from knowing who they are.
  const Caller& caller = action.call.from.caller;
  note(action, "sts:GetCallerIdentity", caller.arn);
  action.call.audit.allowed = true;
  action.call.audit.why = "always allowed";
  xml.element("Arn", caller.arn)
      .element("UserId", caller.user_id)
      .element("Account", caller.account);
}

namespace {

RoleRequest role_request(const Action& action) {
  RoleRequest request;
  request.role_arn = action.required("RoleArn");
  request.session_name = action.required("RoleSessionName");
  request.seconds = duration(action, kHour);
  request.policy = action.text("Policy");
  request.source_identity = action.text("SourceIdentity");
  for (const auto& one : action.structures("PolicyArns")) {
    request.policy_arns.push_back(action.required(one + ".arn"));
  }
  for (const auto& one : action.structures("Tags")) {
    const std::string name = action.required(one + ".Key");
    if (!request.tags.emplace(name, action.text(one + ".Value")).second) {
      throw QueryError(400, "ValidationError", "the tag '{}' is given twice", name);
    }
  }
  for (const auto& name : action.list("TransitiveTagKeys")) request.transitive_tags.insert(name);
  return request;
}

Circumstances circumstances(const RoleRequest& request, const std::string& external_id) {
  Circumstances found;
  found.add("sts:RoleSessionName", request.session_name);
  found.add("sts:ExternalId", external_id);
  found.add("sts:SourceIdentity", request.source_identity);
  for (const auto& [name, value] : request.tags) {
    found["aws:RequestTag/" + name] = {value};
    found["aws:TagKeys"].push_back(name);
  }
  for (const auto& name : request.transitive_tags) found["sts:TransitiveTagKeys"].push_back(name);
  return found;
}

}  // namespace

void assume_role(Action& action, XmlWriter& xml) {
  note(action, "sts:AssumeRole", action.required("RoleArn"));
  const RoleRequest request = role_request(action);
  const Session session = action.services.directory.assume_role(
      action.call.from.caller, request,
      circumstances_of(action.services, action.call,
                       circumstances(request, action.text("ExternalId"))));
  action.call.audit.allowed = true;
  action.call.audit.why = "the role's trust policy";
  write_credentials(xml, session);
  xml.open("AssumedRoleUser")
      .element("Arn", session.caller.arn)
      .element("AssumedRoleId", session.caller.user_id)
      .close();
  if (!session.caller.source_identity.empty()) {
    xml.element("SourceIdentity", session.caller.source_identity);
  }
}

void get_session_token(Action& action, XmlWriter& xml) {
  note(action, "sts:GetSessionToken", action.call.from.caller.arn);
  const Session session = action.services.directory.session_token(
      action.call.from.caller, duration(action, kTwelveHours),
      circumstances_of(action.services, action.call, {}));
  action.call.audit.allowed = true;
  action.call.audit.why = "of the caller's own";
  write_credentials(xml, session);
}

}  // namespace sempurna::query
