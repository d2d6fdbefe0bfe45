#pragma once

#include <string_view>

namespace sempurna::s3 {

/// An error code of S3 with the HTTP status that belongs to it. A code without a status here does
/// not compile. Source: Amazon S3 API Reference, "Error responses".
struct ErrorCode {
  std::string_view name;
  int status = 0;

  // NOLINTNEXTLINE(google-explicit-constructor): a code is written as its name
  consteval ErrorCode(const char* code) : name(code), status(status_of(code)) {}

 private:
  struct Row {
    std::string_view name;
    int status;
  };
  static constexpr Row kRows[] = {
      {"AccessDenied", 403},
      {"AuthorizationHeaderMalformed", 400},
      {"BadDigest", 400},
      {"BucketAlreadyExists", 409},
      {"BucketAlreadyOwnedByYou", 409},
      {"BucketNotEmpty", 409},
      {"EntityTooLarge", 400},
      {"EntityTooSmall", 400},
      {"ExpiredToken", 400},
      {"IllegalLocationConstraintException", 400},
      {"IncompleteBody", 400},
      {"InternalError", 500},
      {"InvalidAccessKeyId", 403},
      {"InvalidArgument", 400},
      {"InvalidBucketName", 400},
      {"InvalidDigest", 400},
      {"InvalidPart", 400},
      {"InvalidPartOrder", 400},
      {"InvalidPolicyDocument", 400},
      {"InvalidRange", 416},
      {"InvalidRequest", 400},
      {"InvalidStorageClass", 400},
      {"InvalidTag", 400},
      {"InvalidToken", 400},
      {"InvalidURI", 400},
      {"KMS.DisabledException", 400},
      {"KMS.KMSInvalidStateException", 400},
      {"KMS.NotFoundException", 400},
      {"KeyTooLongError", 400},
      {"MalformedACLError", 400},
      {"MalformedPOSTRequest", 400},
      {"MalformedPolicy", 400},
      {"MalformedTrailerError", 400},
      {"MalformedXML", 400},
      {"MaxMessageLengthExceeded", 400},
      {"MaxPostPreDataLengthExceeded", 400},
      {"MetadataTooLarge", 400},
      {"MethodNotAllowed", 405},
      {"MissingContentLength", 411},
      {"NoSuchBucket", 404},
      {"NoSuchBucketPolicy", 404},
      {"NoSuchCORSConfiguration", 404},
      {"NoSuchKey", 404},
      {"NoSuchLifecycleConfiguration", 404},
      {"NoSuchPublicAccessBlockConfiguration", 404},
      {"NoSuchTagSet", 404},
      {"NoSuchUpload", 404},
      {"NoSuchVersion", 404},
      {"NoSuchWebsiteConfiguration", 404},
      {"NotImplemented", 501},
      {"NotModified", 304},
      {"ObjectLockConfigurationNotFoundError", 404},
      {"PermanentRedirect", 301},
      {"PreconditionFailed", 412},
      {"QuotaExceeded", 403},
      {"ReplicationConfigurationNotFoundError", 404},
      {"RequestTimeTooSkewed", 403},
      {"ServerSideEncryptionConfigurationNotFoundError", 404},
      {"ServiceUnavailable", 503},
      {"SignatureDoesNotMatch", 403},
      {"SlowDown", 503},
      {"XAmzContentChecksumMismatch", 400},
      {"XAmzContentSHA256Mismatch", 400},
  };

  static consteval int status_of(std::string_view code) {
    for (const Row& row : kRows) {
      if (row.name == code) return row.status;
    }
    throw "this code has no status";
  }
};

}  // namespace sempurna::s3
