#include "access/access_error.h"
#include "api/iam/handlers.h"

namespace sempurna::iam {

namespace {

// Credentials that end must not make others that do not. Source: AWS STS, GetSessionToken, "You
// cannot call any IAM API operations unless MFA authentication information is included".
void require_lasting_credentials(const Operation& op) {
  const Caller& caller = op.call.from.caller;
  if (caller.is_role || caller.access_key_id.starts_with("AKIA")) return;
  throw AccessError(AccessFault::AccessDenied,
                    "temporary credentials of GetSessionToken change no access keys; use the "
                    "identity's own key");
}

}  // namespace

void list_access_keys(Operation& op, XmlWriter& xml) {
  const Identity user = authorized_user(op);
  xml.open("AccessKeyMetadata");
  for (const auto& key : op.services.directory.keys(user.name)) {
    xml.open("member")
        .element("UserName", user.name)
        .element("AccessKeyId", key.id)
        .element("Status", key.enabled ? "Active" : "Inactive")
        .element("CreateDate", iso_time(key.created))
        .close();
  }
  xml.close().element("IsTruncated", false);
}

void create_access_key(Operation& op, XmlWriter& xml) {
  const Identity user = authorized_user(op);
  require_lasting_credentials(op);
  const NewAccessKey key = op.services.directory.add_key(user.name);
  xml.open("AccessKey")
      .element("UserName", user.name)
      .element("AccessKeyId", key.id)
      .element("Status", "Active")
      .element("SecretAccessKey", key.secret)
      .element("CreateDate", iso_time(op.services.clock.now()))
      .close();
}

void update_access_key(Operation& op, XmlWriter& /*xml*/) {
  const Identity user = authorized_user(op);
  require_lasting_credentials(op);
  const std::string id = op.required("AccessKeyId");
  const std::string status = op.required("Status");
  if (status != "Active" && status != "Inactive") {
    throw QueryError(400, "ValidationError", "Status is '{}', but must be Active or Inactive",
                     status);
  }
  op.services.directory.set_key_enabled(user.name, id, status == "Active");
}

void delete_access_key(Operation& op, XmlWriter& /*xml*/) {
  const Identity user = authorized_user(op);
  require_lasting_credentials(op);
  op.services.directory.remove_key(user.name, op.required("AccessKeyId"));
}

}  // namespace sempurna::iam
