#include "api/s3/operations.h"

#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

// Of a request with a body: what checks it.
constexpr std::string_view kBody = "x-amz-checksum-*";
// Of one that makes an object.
constexpr std::string_view kNewObject =
    "x-amz-acl x-amz-meta-* x-amz-server-side-encryption "
    "x-amz-server-side-encryption-aws-kms-key-id x-amz-server-side-encryption-bucket-key-enabled "
    "x-amz-server-side-encryption-context x-amz-storage-class x-amz-tagging";
constexpr std::string_view kSource =
    "x-amz-copy-source-if-match x-amz-copy-source-if-modified-since "
    "x-amz-copy-source-if-none-match x-amz-copy-source-if-unmodified-since "
    "x-amz-source-expected-bucket-owner";
// Nothing is ever restored or under governance here, so what asks about it changes nothing.
constexpr std::string_view kListing = "x-amz-optional-object-attributes";
constexpr std::string_view kGovernance = "x-amz-bypass-governance-retention";
constexpr std::string_view kRead =
    "versionId partNumber response-cache-control response-content-disposition "
    "response-content-encoding response-content-language response-content-type response-expires";

}  // namespace

std::span<const ServedOperation> served_operations() {
  static constexpr ServedOperation kServed[] = {
      {{"ListBuckets", "s3:ListAllMyBuckets", list_buckets,
        "bucket-region continuation-token max-buckets prefix"}},

      {{"CreateBucket", "s3:CreateBucket", create_bucket, ""},
       {kBody, "x-amz-acl x-amz-object-ownership"}},
      {{"DeleteBucket", "s3:DeleteBucket", delete_bucket, ""}},
      {{"HeadBucket", "s3:ListBucket", head_bucket, ""}},
      {{"ListMultipartUploads", "s3:ListBucketMultipartUploads", list_multipart_uploads,
        "delimiter encoding-type key-marker max-uploads prefix upload-id-marker"}},
      {{"ListObjectVersions", "s3:ListBucketVersions", list_object_versions,
        "delimiter encoding-type key-marker max-keys prefix version-id-marker"},
       {kListing}},
      {{"ListObjects", "s3:ListBucket", list_objects,
        "delimiter encoding-type marker max-keys prefix"},
       {kListing}},
      {{"ListObjectsV2", "s3:ListBucket", list_objects_v2,
        "continuation-token delimiter encoding-type fetch-owner max-keys prefix start-after"},
       {kListing}},
      {{"DeleteObjects", "s3:DeleteObject", delete_objects, ""}, {kBody, kGovernance}},

      {{"GetBucketAccelerateConfiguration", "s3:GetAccelerateConfiguration", get_empty_setting,
        ""}},
      {{"GetBucketAcl", "s3:GetBucketAcl", get_acl, ""}},
      {{"GetBucketCors", "s3:GetBucketCORS", get_absent_setting, ""}},
      {{"GetBucketEncryption", "s3:GetEncryptionConfiguration", get_bucket_encryption, ""}},
      {{"PutBucketEncryption", "s3:PutEncryptionConfiguration", put_bucket_encryption, ""},
       {kBody}},
      {{"DeleteBucketEncryption", "s3:PutEncryptionConfiguration", delete_bucket_encryption, ""}},
      {{"GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", get_absent_setting, ""}},
      {{"GetBucketLocation", "s3:GetBucketLocation", get_bucket_location, ""}},
      {{"GetBucketLogging", "s3:GetBucketLogging", get_empty_setting, ""}},
      {{"GetBucketNotificationConfiguration", "s3:GetBucketNotification", get_empty_setting, ""}},
      {{"GetBucketOwnershipControls", "s3:GetBucketOwnershipControls",
        get_bucket_ownership_controls, ""}},
      {{"PutBucketOwnershipControls", "s3:PutBucketOwnershipControls",
        put_bucket_ownership_controls, ""},
       {kBody}},
      {{"GetBucketPolicy", "s3:GetBucketPolicy", get_bucket_policy, ""}},
      {{"GetBucketPolicyStatus", "s3:GetBucketPolicyStatus", get_bucket_policy_status, ""}},
      {{"GetBucketReplication", "s3:GetReplicationConfiguration", get_absent_setting, ""}},
      {{"GetBucketRequestPayment", "s3:GetBucketRequestPayment", get_empty_setting, ""}},
      {{"GetBucketTagging", "s3:GetBucketTagging", get_bucket_tagging, ""}},
      {{"PutBucketTagging", "s3:PutBucketTagging", put_bucket_tagging, ""}, {kBody}},
      {{"DeleteBucketTagging", "s3:PutBucketTagging", delete_bucket_tagging, ""}},
      {{"GetBucketVersioning", "s3:GetBucketVersioning", get_bucket_versioning, ""}},
      {{"GetBucketWebsite", "s3:GetBucketWebsite", get_absent_setting, ""}},
      {{"GetObjectLockConfiguration", "s3:GetBucketObjectLockConfiguration", get_absent_setting,
        ""}},
      {{"GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock", get_public_access_block, ""}},
      {{"PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock", put_public_access_block, ""},
       {kBody}},
      {{"DeletePublicAccessBlock", "s3:PutBucketPublicAccessBlock", delete_public_access_block,
        ""}},
      {{"PutBucketAcl", "s3:PutBucketAcl", put_acl, ""}, {kBody, "x-amz-acl"}},
      {{"PutBucketPolicy", "s3:PutBucketPolicy", put_bucket_policy, ""},
       {kBody, "x-amz-confirm-remove-self-bucket-access"}},
      {{"DeleteBucketPolicy", "s3:DeleteBucketPolicy", delete_bucket_policy, ""}},

      {{"GetObject", "s3:GetObject", get_object, kRead}, {"x-amz-checksum-mode"}},
      {{"HeadObject", "s3:GetObject", head_object, kRead}, {"x-amz-checksum-mode"}},
      {{"PutObject", "s3:PutObject", put_object, ""}, {kBody, kNewObject}},
      {{"PostObject", "s3:PutObject", post_object, ""}, {kBody, kNewObject}},
      {{"CopyObject", "s3:PutObject", copy_object, ""},
       {kNewObject, kSource,
        "x-amz-checksum-algorithm x-amz-metadata-directive x-amz-tagging-directive"}},
      {{"DeleteObject", "s3:DeleteObject", delete_object, "versionId"},
       {kGovernance, "x-amz-if-match-last-modified-time x-amz-if-match-size"}},

      {{"CreateMultipartUpload", "s3:PutObject", create_multipart_upload, ""},
       {kNewObject, "x-amz-checksum-algorithm x-amz-checksum-type"}},
      {{"UploadPart", "s3:PutObject", upload_part, ""}, {kBody}},
      {{"UploadPartCopy", "s3:PutObject", upload_part_copy, ""},
       {kSource, "x-amz-copy-source-range"}},
      {{"CompleteMultipartUpload", "s3:PutObject", complete_multipart_upload, ""},
       {kBody, "x-amz-mp-object-size"}},
      {{"AbortMultipartUpload", "s3:AbortMultipartUpload", abort_multipart_upload, ""}},
      {{"ListParts", "s3:ListMultipartUploadParts", list_parts, "max-parts part-number-marker"}},

      {{"GetObjectAttributes", "s3:GetObjectAttributes", get_object_attributes, "versionId"},
       {"x-amz-object-attributes x-amz-max-parts x-amz-part-number-marker"}},
      {{"GetObjectAcl", "s3:GetObjectAcl", get_acl, "versionId"}},
      {{"PutObjectAcl", "s3:PutObjectAcl", put_acl, "versionId"}, {kBody, "x-amz-acl"}},
      {{"GetObjectTagging", "s3:GetObjectTagging", get_object_tagging, "versionId"}},
      {{"PutObjectTagging", "s3:PutObjectTagging", put_object_tagging, "versionId"}, {kBody}},
      {{"DeleteObjectTagging", "s3:DeleteObjectTagging", delete_object_tagging, "versionId"}},
  };
  return kServed;
}

}  // namespace sempurna::s3
