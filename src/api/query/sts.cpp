#include "api/query/action.h"

namespace sempurna::query {

namespace {

constexpr int kHour = 3600;
constexpr int kTwelveHours = 12 * kHour;

void write_credentials(XmlWriter& xml, const Session& session) {
  xml.open("Credentials")
      .element("AccessKeyId", session.credentials.access_key_id)
      .element("SecretAccessKey", session.credentials.secret)
      .element("SessionToken", session.credentials.session_token)
      .element("Expiration", iso_time(session.expires))
      .close();
}

void note(Action& action, const std::string& what, const std::string& resource) {
  AuditLine& audit = action.call.audit;
  audit.action = what;
  audit.resource = resource;
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

void assume_role(Action& action, XmlWriter& xml) {
  const std::string role = action.required("RoleArn");
  note(action, "sts:AssumeRole", role);
  const Session session = action.services.directory.assume_role(
      action.call.from.caller, role, action.required("RoleSessionName"),
      static_cast<int>(action.number("DurationSeconds", kHour)), action.text("Policy"),
      {{"aws:SourceIp", {action.call.request.remote_address}},
       {"sts:ExternalId", {action.text("ExternalId")}},
       {"sts:RoleSessionName", {action.text("RoleSessionName")}}});
  action.call.audit.allowed = true;
  action.call.audit.why = "the role's trust policy";
  write_credentials(xml, session);
  xml.open("AssumedRoleUser")
      .element("Arn", session.caller.arn)
      .element("AssumedRoleId", session.caller.user_id)
      .close();
}

void get_session_token(Action& action, XmlWriter& xml) {
  note(action, "sts:GetSessionToken", action.call.from.caller.arn);
  const Session session = action.services.directory.session_token(
      action.call.from.caller, static_cast<int>(action.number("DurationSeconds", kTwelveHours)));
  action.call.audit.allowed = true;
  action.call.audit.why = "of the caller's own";
  write_credentials(xml, session);
}

}  // namespace sempurna::query
