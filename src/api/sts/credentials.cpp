#include "api/sts/handlers.h"

namespace sempurna::sts {

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
int duration(const Operation& op, int otherwise) {
  const int64_t seconds = op.number("DurationSeconds", otherwise);
  if (seconds < 0 || seconds > kLongest) {
    throw QueryError(400, "ValidationError", "DurationSeconds is {}, but may be {} at most",
                     seconds, kLongest);
  }
  return static_cast<int>(seconds);
}

void note(Operation& op, const std::string& resource) {
  op.call.note(op.call.action(), resource, false, "");
}

}  // namespace

void get_caller_identity(Operation& op, XmlWriter& xml) {
  // Nobody can be kept from knowing who they are.
  const Caller& caller = op.call.from.caller;
  note(op, caller.arn);
  op.call.audit.allowed = true;
  op.call.audit.why = "always allowed";
  xml.element("Arn", caller.arn)
      .element("UserId", caller.user_id)
      .element("Account", caller.account);
}

namespace {

RoleRequest role_request(const Operation& op) {
  RoleRequest request;
  request.role_arn = op.required("RoleArn");
  request.session_name = op.required("RoleSessionName");
  request.seconds = duration(op, kHour);
  request.policy = op.text("Policy");
  request.source_identity = op.text("SourceIdentity");
  for (const auto& one : op.structures("PolicyArns")) {
    request.policy_arns.push_back(op.required(one + ".arn"));
  }
  for (const auto& one : op.structures("Tags")) {
    const std::string name = op.required(one + ".Key");
    if (!request.tags.emplace(name, op.text(one + ".Value")).second) {
      throw QueryError(400, "ValidationError", "the tag '{}' is given twice", name);
    }
  }
  for (const auto& name : op.list("TransitiveTagKeys")) request.transitive_tags.insert(name);
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

void assume_role(Operation& op, XmlWriter& xml) {
  note(op, op.required("RoleArn"));
  const RoleRequest request = role_request(op);
  const Session session = op.services.directory.assume_role(
      op.call.from.caller, request,
      circumstances_of(op.services, op.call, circumstances(request, op.text("ExternalId"))));
  op.call.audit.allowed = true;
  op.call.audit.why = "the role's trust policy";
  write_credentials(xml, session);
  xml.open("AssumedRoleUser")
      .element("Arn", session.caller.arn)
      .element("AssumedRoleId", session.caller.user_id)
      .close();
  if (!session.caller.source_identity.empty()) {
    xml.element("SourceIdentity", session.caller.source_identity);
  }
}

void get_session_token(Operation& op, XmlWriter& xml) {
  note(op, op.call.from.caller.arn);
  const Session session = op.services.directory.session_token(
      op.call.from.caller, duration(op, kTwelveHours), circumstances_of(op.services, op.call, {}));
  op.call.audit.allowed = true;
  op.call.audit.why = "of the caller's own";
  write_credentials(xml, session);
}

}  // namespace sempurna::sts
