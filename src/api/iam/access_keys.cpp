#include "access/access_error.h"
#include "api/query/action.h"

namespace sempurna::query {

namespace {

// Credentials that end must not make others that do not. Source: AWS STS, GetSessionToken, "You
// cannot call any IAM API operations unless MFA authentication information is included".
void require_lasting_credentials(const Action& action) {
  const Caller& caller = action.call.from.caller;
  if (caller.is_role || caller.access_key_id.starts_with("AKIA")) return;
  throw AccessError(AccessFault::AccessDenied,
                    "temporary credentials of GetSessionToken change no access keys; use the "
                    "identity's own key");
}

}  // namespace

void list_access_keys(Action& action, XmlWriter& xml) {
  const Identity user = authorized_user(action, "iam:ListAccessKeys");
  xml.open("AccessKeyMetadata");
  for (const auto& key : action.services.directory.keys(user.name)) {
    xml.open("member")
        .element("UserName", user.name)
        .element("AccessKeyId", key.id)
        .element("Status", key.enabled ? "Active" : "Inactive")
        .element("CreateDate", iso_time(key.created))
        .close();
  }
  xml.close().element("IsTruncated", false);
}

void create_access_key(Action& action, XmlWriter& xml) {
  const Identity user = authorized_user(action, "iam:CreateAccessKey");
  require_lasting_credentials(action);
  const NewAccessKey key = action.services.directory.add_key(user.name);
  xml.open("AccessKey")
      .element("UserName", user.name)
      .element("AccessKeyId", key.id)
      .element("Status", "Active")
      .element("SecretAccessKey", key.secret)
      .element("CreateDate", iso_time(action.services.clock.now()))
      .close();
}

void update_access_key(Action& action, XmlWriter& /*xml*/) {
  const Identity user = authorized_user(action, "iam:UpdateAccessKey");
  require_lasting_credentials(action);
  const std::string id = action.required("AccessKeyId");
  const std::string status = action.required("Status");
  if (status != "Active" && status != "Inactive") {
    throw QueryError(400, "ValidationError", "Status is '{}', but must be Active or Inactive",
                     status);
  }
  action.services.directory.set_key_enabled(user.name, id, status == "Active");
}

void delete_access_key(Action& action, XmlWriter& /*xml*/) {
  const Identity user = authorized_user(action, "iam:DeleteAccessKey");
  require_lasting_credentials(action);
  action.services.directory.remove_key(user.name, action.required("AccessKeyId"));
}

}  // namespace sempurna::query
