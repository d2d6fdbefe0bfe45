#include "api/s3/operation.h"

#include "api/hosts.h"
#include "api/objects.h"
#include "base/base64.h"

namespace sempurna::s3 {

std::string Operation::parameter(const std::string& name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

Bucket Operation::authorized(const std::string& action, const std::string& resource,
                             const Circumstances& circumstances) {
  const auto found = find_bucket(services, bucket);
  Circumstances all = request_circumstances(*this, action);
  all.add_all(circumstances);
  authorize(services, call, action, resource, std::move(all),
            found ? policy_in_force(services, call.from.caller, *found) : "");
  if (!found) {
    throw S3Error("NoSuchBucket", "The specified bucket does not exist").with("BucketName", bucket);
  }
  if (const std::string owner = request().header(owner_header);
      !owner.empty() && owner != found->owner) {
    throw S3Error("AccessDenied", "the bucket {} does not belong to the account {}", bucket, owner);
  }
  return *found;
}

Bucket Operation::here(Bucket found) {
  if (found.region == services.config.region) return found;
  throw S3Error("PermanentRedirect",
                "the bucket {} is in the region {}; send the request to that region's endpoint",
                bucket, found.region)
      .with("Bucket", bucket)
      .with("Region", found.region)
      .with("Endpoint", request().header("host"));
}

Bucket Operation::authorized_bucket(const Circumstances& circumstances) {
  return here(authorized(call.action(), bucket_arn(), circumstances));
}

Bucket Operation::authorized_bucket_anywhere() {
  return authorized(call.action(), bucket_arn(), {});
}

Bucket Operation::authorized_object(const Circumstances& circumstances) {
  return authorized_object(call.action(), circumstances);
}

Bucket Operation::authorized_object(const std::string& action, const Circumstances& circumstances) {
  return here(authorized(action, object_arn(), circumstances));
}

void require_known_version(const Operation& op) {
  if (const std::string version = op.parameter("versionId");
      !version.empty() && version != "null") {
    throw S3Error("NoSuchVersion", "The specified version does not exist.");
  }
}

void Operation::missing_object(const Bucket& from) {
  if (!may(services, call, "s3:ListBucket", bucket_arn(),
           request_circumstances(*this, "s3:ListBucket"),
           policy_in_force(services, call.from.caller, from))) {
    throw S3Error("AccessDenied", "Access Denied");
  }
  throw S3Error("NoSuchKey", "The specified key does not exist.").with("Key", key);
}

void Operation::send_xml(const std::string& document, int status) {
  call.answer.send(
      status, {{"Content-Type", "application/xml"}, {"x-amz-request-id", request().id}}, document);
}

void Operation::send_empty(int status, std::vector<Header> headers) {
  headers.push_back({"x-amz-request-id", request().id});
  call.answer.start(status, headers, 0);
}

std::string location(Operation& op) {
  const bool hosted = !bucket_of_host(op.services.config, op.request()).empty();
  return fmt::format("{}://{}/{}{}", op.request().is_secure ? "https" : "http",
                     op.request().header("host"), hosted ? "" : op.bucket + "/",
                     percent_encode(op.key, true));
}

std::string owner_id(const Services& services) {
  return encode_hex(digest(DigestKind::Sha256, "account " + services.config.account));
}

void write_owner(XmlWriter& xml, const Services& services, std::string_view element) {
  xml.open(element)
      .element("ID", owner_id(services))
      .element("DisplayName", services.config.account);
  xml.close();
}

std::string quoted(const std::string& etag) {
  return "\"" + etag + "\"";
}

std::string unquoted(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.starts_with('"') && etag.ends_with('"')) {
    etag = etag.substr(1, etag.size() - 2);
  }
  return std::string(etag);
}

}  // namespace sempurna::s3
