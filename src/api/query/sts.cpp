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

void assume_role(Action& action, XmlWriter& xml) {
  const std::string role = action.required("RoleArn");
  note(action, "sts:AssumeRole", role);
  const std::string name = action.required("RoleSessionName");
  Circumstances circumstances = {{"sts:RoleSessionName", {name}}};
  if (const std::string id = action.text("ExternalId"); !id.empty()) {
    circumstances["sts:ExternalId"] = {id};
  }
  const Session session = action.services.directory.assume_role(
      action.call.from.caller, role, name, duration(action, kHour), action.text("Policy"),
      circumstances_of(action.services, action.call, std::move(circumstances)));
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
  const Session session = action.services.directory.session_token(action.call.from.caller,
                                                                  duration(action, kTwelveHours));
  action.call.audit.allowed = true;
  action.call.audit.why = "of the caller's own";
  write_credentials(xml, session);
}

}  // namespace sempurna::query
