#include "access/condition_keys.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/ascii.h"
#include "base/nearest.h"

namespace sempurna {

namespace {

// Source: AWS, "AWS global condition context keys", and the condition keys of S3, STS, SageMaker
// and KMS in the Service Authorization Reference. One that ends in / or : is followed by any name.
// Whoever adds one fills it in: circumstances_of() for all services, each service's own beside its
// operations.
constexpr std::array<std::string_view, 62> kKeys = {
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalTag/",
    "aws:PrincipalType",
    "aws:Referer",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceIdentity",
    "aws:SourceIp",
    "aws:TokenIssueTime",
    "aws:UserAgent",
    "aws:userid",
    "aws:username",
    "aws:ViaAWSService",

    "s3:authType",
    "s3:delimiter",
    "s3:ExistingObjectTag/",
    "s3:if-match",
    "s3:if-none-match",
    "s3:max-keys",
    "s3:ObjectCreationOperation",
    "s3:prefix",
    "s3:RequestObjectTag/",
    "s3:RequestObjectTagKeys",
    "s3:ResourceAccount",
    "s3:signatureAge",
    "s3:signatureversion",
    "s3:TlsVersion",
    "s3:VersionId",
    "s3:x-amz-acl",
    "s3:x-amz-content-sha256",
    "s3:x-amz-copy-source",
    "s3:x-amz-grant-full-control",
    "s3:x-amz-grant-read",
    "s3:x-amz-grant-read-acp",
    "s3:x-amz-grant-write",
    "s3:x-amz-grant-write-acp",
    "s3:x-amz-metadata-directive",
    "s3:x-amz-object-ownership",
    "s3:x-amz-server-side-encryption",
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm",
    "s3:x-amz-storage-class",
    "s3:x-amz-website-redirect-location",

    // Of a role that is given to a service.
    "iam:PassedToService",

    // Of AssumeRole, and of what SageMaker makes and tags.
    "aws:RequestTag/",
    "aws:TagKeys",

    // Of AssumeRole.
    "sts:ExternalId",
    "sts:RoleSessionName",
    "sts:SourceIdentity",
    "sts:TransitiveTagKeys",

    "kms:CallerAccount",
    "kms:EncryptionContext:",
    "kms:EncryptionContextKeys",
    "kms:RequestAlias",
    "kms:ResourceAliases",
    "kms:ViaService",
};

bool is_prefix(std::string_view key) {
  return key.ends_with('/') || key.ends_with(':');
}

}  // namespace

bool is_condition_key(std::string_view key) {
  return std::any_of(kKeys.begin(), kKeys.end(), [&](std::string_view known) {
    if (!is_prefix(known)) return same_but_for_case(known, key);
    return key.size() > known.size() && same_but_for_case(known, key.substr(0, known.size()));
  });
}

std::string nearest_condition_key(std::string_view key) {
  const std::vector<std::string> names(kKeys.begin(), kKeys.end());
  return did_you_mean(key.substr(0, std::min(key.find('/'), key.size() - 1) + 1), names);
}

}  // namespace sempurna
