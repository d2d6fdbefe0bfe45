#include "api/iam/handlers.h"

namespace sempurna::iam {

namespace {

void write_user(XmlWriter& xml, const Identity& identity) {
  xml.element("Path", "/")
      .element("UserName", identity.name)
      .element("UserId", identity.user_id)
      .element("Arn", identity.arn)
      .element("CreateDate", iso_time(identity.created));
}

}  // namespace

Identity authorized_user(Operation& op) {
  const std::string asked = op.text("UserName");
  const Caller& caller = op.call.from.caller;
  if (asked.empty() && caller.is_role) {
    throw QueryError(400, "ValidationError",
                     "Must specify userName when calling with non-User credentials");
  }
  const std::string name = asked.empty() ? caller.identity : asked;
  authorize(op.services, op.call, op.call.action(),
            fmt::format("arn:aws:iam::{}:user/{}", op.services.config.account, name));
  const auto identity = op.services.directory.identity(name);
  if (!identity)
    throw QueryError(404, "NoSuchEntity", "The user with name {} cannot be found.", name);
  return *identity;
}

void get_user(Operation& op, XmlWriter& xml) {
  const Identity identity = authorized_user(op);
  xml.open("User");
  write_user(xml, identity);
  xml.close();
}

void list_users(Operation& op, XmlWriter& xml) {
  authorize(op.services, op.call, op.call.action(),
            fmt::format("arn:aws:iam::{}:user/*", op.services.config.account));
  xml.open("Users");
  for (const auto& identity : op.services.directory.identities()) {
    xml.open("member");
    write_user(xml, identity);
    xml.close();
  }
  xml.close().element("IsTruncated", false);
}

}  // namespace sempurna::iam
