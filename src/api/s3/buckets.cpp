#include "api/objects.h"
#include "api/s3/document.h"
#include "api/s3/handlers.h"
#include "api/s3/list_parameters.h"
#include "base/base64.h"

namespace sempurna::s3 {

namespace {

constexpr int64_t kBucketsAtMost = 10000;

std::string wanted_region(Operation& op, const std::string& body) {
  const std::string& here = op.services.config.region;
  if (body.empty()) return here;
  const auto document = parse_document(body, "CreateBucketConfiguration");
  const std::string given = child_text(document->document_element(), "LocationConstraint");
  if (given.empty()) return here;
  // The old name of eu-west-1.
  const std::string region = given == "EU" ? "eu-west-1" : given;
  if (region.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != std::string::npos ||
      region.size() > 32) {
    throw S3Error("IllegalLocationConstraintException", "'{}' is not the name of a region", region);
  }
  if (region != here) {
    throw S3Error(
        "IllegalLocationConstraintException",
        "The {} location constraint is incompatible for the region specific endpoint this "
        "request was sent to: this server is {}",
        region, here);
  }
  return region;
}

}  // namespace

void list_buckets(Operation& op) {
  const std::string prefix = op.parameter("prefix");
  const std::string region = op.parameter("bucket-region");
  const auto limit =
      static_cast<size_t>(number_parameter(op, "max-buckets", kBucketsAtMost, kBucketsAtMost));
  if (limit == 0) throw S3Error("InvalidArgument", "max-buckets must be 1 at least");
  const std::string after = read_token(op);
  // Whoever may list all sees all; others those that they may list.
  const Verdict own = verdict(op.services, op.call, op.call.action(), "arn:aws:s3:::*");
  const bool all = own == Verdict::Allowed;
  op.call.note(op.call.action(), "arn:aws:s3:::*", false, "");
  if (own == Verdict::DeniedExplicitly || op.call.from.caller.is_anonymous()) {
    throw S3Error("AccessDenied", "Access Denied");
  }
  op.call.audit.allowed = true;
  op.call.audit.why = all ? "all buckets" : "the buckets that the caller may list";
  XmlWriter xml("ListAllMyBucketsResult", kNamespace);
  write_owner(xml, op.services);
  xml.open("Buckets");
  size_t count = 0;
  std::string last;
  bool more = false;
  for (const auto& bucket : op.services.store.buckets()) {
    if (bucket.name <= after || !bucket.name.starts_with(prefix)) continue;
    if (!region.empty() && bucket.region != region) continue;
    if (!all && !may(op.services, op.call, "s3:ListBucket", "arn:aws:s3:::" + bucket.name,
                     request_circumstances(op, "s3:ListBucket"), bucket.policy)) {
      continue;
    }
    if (count == limit) {
      more = true;
      break;
    }
    ++count;
    last = bucket.name;
    xml.open("Bucket")
        .element("Name", bucket.name)
        .element("CreationDate", iso_time(bucket.created))
        .element("BucketRegion", bucket.region)
        .close();
  }
  xml.close();
  if (op.has("prefix")) xml.element("Prefix", prefix);
  if (more) xml.element("ContinuationToken", encode_base64(last));
  op.send_xml(xml.finish());
}

void create_bucket(Operation& op) {
  authorize(op.services, op.call, op.call.action(), op.bucket_arn());
  refuse_unsupported(op);
  Payload payload(op.request(), op.call.from.payload, kSettingDocument.bytes);
  const std::string region = wanted_region(op, payload.read_all(op.call.share));
  try {
    op.services.store.create_bucket(
        {op.bucket, region, op.services.config.account, op.services.clock.now(), ""});
  } catch (const StoreError& error) {
    // Once more is no error in us-east-1; elsewhere it is, as with AWS.
    const auto there = op.services.store.bucket(op.bucket);
    if (error.fault() != StoreFault::BucketAlreadyOwnedByYou || !there ||
        there->region != "us-east-1" || region != "us-east-1") {
      throw;
    }
  }
  op.send_empty(200, {{"Location", "/" + op.bucket}});
}

void head_bucket(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  op.send_empty(200, {{"x-amz-bucket-region", bucket.region}});
}

void delete_bucket(Operation& op) {
  // One that was made under another region must have a way out.
  op.authorized_bucket_anywhere();
  op.services.store.remove_bucket(op.bucket);
  op.send_empty(204);
}

void get_bucket_location(Operation& op) {
  // Whoever asks wants to know where to go, so a bucket elsewhere is answered too.
  const auto bucket = find_bucket(op.services, op.bucket);
  authorize(op.services, op.call, op.call.action(), op.bucket_arn(), {},
            bucket ? policy_in_force(op.services, op.call.from.caller, *bucket) : "");
  if (!bucket) throw S3Error("NoSuchBucket", "The specified bucket does not exist");
  XmlWriter xml("LocationConstraint", kNamespace);
  std::string document = xml.finish();
  if (bucket->region != "us-east-1") {
    document.insert(document.rfind("</"), bucket->region);
  }
  op.send_xml(document);
}

}  // namespace sempurna::s3
