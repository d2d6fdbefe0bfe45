#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/s3/payload.h"
#include "api/s3/s3_error.h"
#include "api/service.h"
#include "api/xml_writer.h"

namespace sempurna::s3 {

constexpr std::string_view kNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";
constexpr uint64_t kLargestPut = uint64_t{5} << 30;

/// One request while it is answered: what it is about, and what every operation does with that.
struct Operation {
  Services& services;
  Call& call;
  std::string bucket;
  std::string key;
  std::multimap<std::string, std::string> parameters;
  /// The header that says whose the bucket must be.
  const char* owner_header = "x-amz-expected-bucket-owner";

  ServerRequest& request() { return call.request; }
  /// A query parameter, or empty when it is not there.
  std::string parameter(const std::string& name) const;
  bool has(const std::string& name) const { return parameters.contains(name); }

  std::string bucket_arn() const { return "arn:aws:s3:::" + bucket; }
  std::string object_arn() const { return bucket_arn() + "/" + key; }

  /// Authorises the operation's own action, or `action`, on the bucket or the object under the
  /// bucket's own policy, then gives the bucket. Throws AccessDenied, NoSuchBucket,
  /// PermanentRedirect of one in another region.
  Bucket authorized_bucket(const Circumstances& circumstances = {});
  Bucket authorized_object(const Circumstances& circumstances = {});
  Bucket authorized_object(const std::string& action, const Circumstances& circumstances = {});
  /// The same of a bucket in whatever region.
  Bucket authorized_bucket_anywhere();
  /// A missing object is a secret from whoever may not list the bucket.
  [[noreturn]] void missing_object(const Bucket& bucket);

  void send_xml(const std::string& document, int status = 200);
  void send_empty(int status, std::vector<Header> headers = {});

 private:
  Bucket authorized(const std::string& action, const std::string& resource,
                    const Circumstances& circumstances);
  Bucket here(Bucket found);
};

/// Throws NoSuchVersion for a versionId other than null: every object has one version.
void require_known_version(const Operation& op);

/// The bucket's policy as it holds for this caller: a public one does not for strangers when
/// RestrictPublicBuckets is on.
const std::string& policy_in_force(Services& services, const Caller& caller, const Bucket& bucket);

/// What policies may ask of a request to S3, beside what they may ask of any.
Circumstances request_circumstances(Operation& op, const std::string& action);

/// s3:RequestObjectTag/NAME of each, and s3:RequestObjectTagKeys.
Circumstances::Facts request_tag_facts(const std::map<std::string, std::string>& tags);

/// x-amz-copy-source's BUCKET/KEY, decoded and without ?versionId=; empty when it is not that.
std::optional<std::pair<std::string, std::string>> copy_source(const std::string& header);

/// The account's canonical user id: 64 hexadecimal digits.
std::string owner_id(const Services& services);
void write_owner(XmlWriter& xml, const Services& services, std::string_view element = "Owner");

/// What a request says of a new object: content headers, metadata, tags. Throws InvalidTag,
/// MetadataTooLarge, NotImplemented or InvalidStorageClass for what is not here.
ObjectAttributes attributes_of(Operation& op);
/// Only the check of those headers that may say nothing but what is so anyway: a canned ACL, the
/// ownership, a storage class.
void refuse_unsupported(Operation& op);
/// Of x-amz-tagging where it is heeded: a copy keeps its source's tags unless told otherwise.
bool heeds_tagging_header(Operation& op);
/// x-amz-tagging's form: a=1&b=2.
std::map<std::string, std::string> parse_tags(std::string_view query);
/// A Tagging document's.
std::map<std::string, std::string> tags_of_document(const std::string& xml, size_t at_most);
constexpr size_t kObjectTagsAtMost = 10;
constexpr size_t kBucketTagsAtMost = 50;
void check_tags(const std::map<std::string, std::string>& tags, size_t at_most);
/// If-Match and If-None-Match of a write. They tell what is there, so they need s3:GetObject.
WriteConditions write_conditions(Operation& op);

/// A seal as the request asks for it, or else as the bucket's default has it, with its data key;
/// empty: none. Authorises
/// kms:GenerateDataKey.
struct NewSeal {
  std::optional<Seal> seal;
  DataKey data_key;
  bool is_default = false;  ///< the bucket's, not the request's
};
NewSeal new_seal(Operation& op, const Bucket& bucket);
/// The data key of a sealed object; empty of another. Authorises kms:Decrypt.
DataKey open_seal(Operation& op, const std::optional<Seal>& seal);
void add_seal_headers(std::vector<Header>& headers, const std::optional<Seal>& seal);

/// Where the object is, as the request came: by the bucket's host or below the server's.
std::string location(Operation& op);

/// ETag as it is sent: in quotes.
std::string quoted(const std::string& etag);
/// Without quotes and without the mark of a weak one.
std::string unquoted(std::string_view etag);

}  // namespace sempurna::s3
