#include "api/s3/document.h"
#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

// Settings that no bucket here has, with the error that S3 has for each.
struct Absent {
  std::string_view operation;
  ErrorCode code;
  std::string_view message;
};
constexpr Absent kAbsent[] = {
    {"GetBucketCors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"},
    {"GetBucketLifecycleConfiguration", "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist"},
    {"GetBucketReplication", "ReplicationConfigurationNotFoundError",
     "The replication configuration was not found"},
    {"GetBucketWebsite", "NoSuchWebsiteConfiguration",
     "The specified bucket does not have a website configuration"},
    {"GetObjectLockConfiguration", "ObjectLockConfigurationNotFoundError",
     "Object Lock configuration does not exist for this bucket"},
};

// Settings whose answer is an empty document when they are not set.
struct Empty {
  std::string_view operation;
  std::string_view root;
};
constexpr Empty kEmpty[] = {
    {"GetBucketAccelerateConfiguration", "AccelerateConfiguration"},
    {"GetBucketLogging", "BucketLoggingStatus"},
    {"GetBucketNotificationConfiguration", "NotificationConfiguration"},
    {"GetBucketRequestPayment", "RequestPaymentConfiguration"},
};

// Whether an access control list says only what is so anyway: the owner may do everything.
bool grants_the_owner_alone(Operation& op, const std::string& xml) {
  const auto document = parse_document(xml, "AccessControlPolicy");
  const auto list = document->document_element().child("AccessControlList");
  if (!list) throw S3Error("MalformedACLError", "AccessControlPolicy has no AccessControlList");
  for (const auto& grant : list.children()) {
    if (std::string_view(grant.name()) != "Grant") {
      throw S3Error("MalformedACLError", "AccessControlList holds a {}, but may hold Grant only",
                    grant.name());
    }
    if (child_text(grant.child("Grantee"), "ID") != owner_id(op.services) ||
        child_text(grant, "Permission") != "FULL_CONTROL") {
      return false;
    }
  }
  // Without a grant the owner, too, would have none.
  return static_cast<bool>(list.child("Grant"));
}

}  // namespace

void get_bucket_versioning(Operation& op) {
  // Never switched on, which S3 says by an empty document.
  op.authorized_bucket();
  op.send_xml(XmlWriter("VersioningConfiguration", kNamespace).finish());
}

void get_acl(Operation& op) {
  if (op.key.empty()) {
    op.authorized_bucket();
  } else {
    const Bucket bucket = op.authorized_object();
    require_known_version(op);
    if (!op.services.store.head(op.bucket, op.key)) op.missing_object(bucket);
  }
  XmlWriter xml("AccessControlPolicy", kNamespace);
  write_owner(xml, op.services);
  // The attribute that says the grantee's kind is part of the format.
  std::string grantee =
      "<AccessControlList><Grant><Grantee "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
      "xsi:type=\"CanonicalUser\"><ID>" +
      owner_id(op.services) +
      "</ID></Grantee><Permission>FULL_CONTROL</Permission></Grant>"
      "</AccessControlList>";
  std::string document = xml.finish();
  document.insert(document.rfind("</"), grantee);
  op.send_xml(document);
}

void put_acl(Operation& op) {
  if (op.key.empty()) {
    op.authorized_bucket();
  } else {
    const Bucket bucket = op.authorized_object();
    require_known_version(op);
    if (!op.services.store.head(op.bucket, op.key)) op.missing_object(bucket);
  }
  refuse_unsupported(op);
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  const std::string body = payload.read_all(op.call.share);
  const bool canned = !op.request().header("x-amz-acl").empty();
  if (body.empty() ? !canned : canned) {
    throw S3Error("InvalidRequest",
                  "an ACL is given by x-amz-acl or by a document, one of the two");
  }
  if (!body.empty() && !grants_the_owner_alone(op, body)) {
    throw S3Error("NotImplemented",
                  "ACLs that grant others access are not supported; use a bucket policy");
  }
  op.send_empty(200);
}

void get_empty_setting(Operation& op) {
  op.authorized_bucket();
  for (const auto& setting : kEmpty) {
    if (setting.operation != op.call.operation.name) continue;
    XmlWriter xml(setting.root, kNamespace);
    if (op.call.operation.name == "GetBucketRequestPayment") xml.element("Payer", "BucketOwner");
    return op.send_xml(xml.finish());
  }
}

void get_absent_setting(Operation& op) {
  op.authorized_bucket();
  for (const auto& setting : kAbsent) {
    if (setting.operation == op.call.operation.name) {
      throw S3Error(setting.code, "{}", setting.message);
    }
  }
}

}  // namespace sempurna::s3
