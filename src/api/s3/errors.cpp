#include <map>

#include "access/access_error.h"
#include "access/authenticate.h"
#include "api/s3/s3.h"
#include "api/s3/s3_error.h"
#include "api/xml_writer.h"
#include "store/store_error.h"

namespace sempurna::s3 {

namespace {

// Source: Amazon S3 API Reference, "Error responses".
const std::map<std::string, int, std::less<>> kStatus = {
    {"AccessDenied", 403},
    {"AuthorizationHeaderMalformed", 400},
    {"BadDigest", 400},
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
    {"ReplicationConfigurationNotFoundError", 404},
    {"RequestTimeTooSkewed", 403},
    {"ServerSideEncryptionConfigurationNotFoundError", 404},
    {"ServiceUnavailable", 503},
    {"SignatureDoesNotMatch", 403},
    {"SlowDown", 503},
    {"XAmzContentChecksumMismatch", 400},
    {"XAmzContentSHA256Mismatch", 400},
};

const std::map<StoreFault, std::string_view> kStoreCodes = {
    {StoreFault::NoSuchBucket, "NoSuchBucket"},
    {StoreFault::NoSuchKey, "NoSuchKey"},
    {StoreFault::NoSuchUpload, "NoSuchUpload"},
    {StoreFault::BucketAlreadyOwnedByYou, "BucketAlreadyOwnedByYou"},
    {StoreFault::BucketNotEmpty, "BucketNotEmpty"},
    {StoreFault::InvalidBucketName, "InvalidBucketName"},
    {StoreFault::InvalidKey, "KeyTooLongError"},
    {StoreFault::InvalidPart, "InvalidPart"},
    {StoreFault::InvalidPartOrder, "InvalidPartOrder"},
    {StoreFault::EntityTooSmall, "EntityTooSmall"},
    {StoreFault::EntityTooLarge, "EntityTooLarge"},
    {StoreFault::QuotaExceeded, "QuotaExceeded"},
    {StoreFault::PreconditionFailed, "PreconditionFailed"},
    {StoreFault::BadDigest, "BadDigest"},
    {StoreFault::Corrupt, "InternalError"},
    {StoreFault::WrongKey, "InternalError"},
    {StoreFault::DiskFull, "ServiceUnavailable"},
};

const std::map<AccessFault, std::string_view> kAccessCodes = {
    {AccessFault::AccessDenied, "AccessDenied"},
    {AccessFault::MissingCredentials, "AccessDenied"},
    {AccessFault::MalformedForm, "InvalidArgument"},
    {AccessFault::MalformedAuthorization, "AuthorizationHeaderMalformed"},
    {AccessFault::InvalidAccessKeyId, "InvalidAccessKeyId"},
    {AccessFault::SignatureDoesNotMatch, "SignatureDoesNotMatch"},
    {AccessFault::RequestTimeTooSkewed, "RequestTimeTooSkewed"},
    {AccessFault::ExpiredRequest, "AccessDenied"},
    {AccessFault::ExpiredToken, "ExpiredToken"},
    {AccessFault::InvalidToken, "InvalidToken"},
    {AccessFault::PayloadMismatch, "XAmzContentSHA256Mismatch"},
    {AccessFault::MalformedPolicy, "MalformedPolicy"},
    {AccessFault::NoSuchKey, "KMS.NotFoundException"},
    {AccessFault::KeyDisabled, "KMS.DisabledException"},
    {AccessFault::WrongKeyState, "KMS.KMSInvalidStateException"},
    {AccessFault::InvalidCiphertext, "InternalError"},
    {AccessFault::LimitExceeded, "SlowDown"},
};

std::string_view code_of(Code code) {
  switch (code) {
    case Code::ResourceLimit:
    case Code::Unavailable:
    case Code::Denied:  // to us, by the system: whoever asked is denied by an AccessError
      return "ServiceUnavailable";
    case Code::InvalidArgument:
      return "InvalidArgument";
    default:
      return "InternalError";
  }
}

std::string_view code_of(const Error& error) {
  if (const auto* store = dynamic_cast<const StoreError*>(&error)) {
    return kStoreCodes.at(store->fault());
  }
  if (const auto* access = dynamic_cast<const AccessError*>(&error)) {
    const auto found = kAccessCodes.find(access->fault());
    return found == kAccessCodes.end() ? "AccessDenied" : found->second;
  }
  return code_of(error.code());
}

// Which condition of a write did not hold: a request has one of the two.
std::string_view condition_of_write(const ServerRequest& request) {
  if (request.count_of("if-none-match") > 0) return "If-None-Match";
  return request.count_of("if-match") > 0 ? "If-Match" : "";
}

}  // namespace

void answer_error(Call& call, const std::exception& thrown) {
  if (call.answer.is_started()) throw;
  std::string code = "InternalError";
  // What we did wrong ourselves is for the log, not for whoever asked.
  std::string message = "The server failed; its log says why";
  std::vector<std::pair<std::string, std::string>> details;
  if (const auto* error = dynamic_cast<const S3Error*>(&thrown)) {
    code = error->code_name;
    message = error->what();
    details = error->details;
  } else if (const auto* http = dynamic_cast<const HttpError*>(&thrown)) {
    code = http->status() == 413 ? "EntityTooLarge" : "IncompleteBody";
    message = http->what();
  } else if (const auto* error = dynamic_cast<const Error*>(&thrown)) {
    code = code_of(*error);
    const auto* store = dynamic_cast<const StoreError*>(error);
    if (store != nullptr && store->fault() == StoreFault::DiskFull) {
      message = "The server's disk is full; free some space and try again";
    } else if (code == "ServiceUnavailable") {
      message = "The server cannot do this now; its log says why";
    } else if (code != "InternalError") {
      message = error->what();
    }
    if (store != nullptr && store->fault() == StoreFault::PreconditionFailed) {
      if (const auto condition = condition_of_write(call.request); !condition.empty()) {
        details.emplace_back("Condition", condition);
      }
    }
  }
  if (const auto* wrong = dynamic_cast<const WrongRegion*>(&thrown)) {
    details.emplace_back("Region", wrong->expected);
  }
  const auto known = kStatus.find(code);
  const int status = known == kStatus.end() ? 500 : known->second;
  call.audit.status = status;
  if (!call.audit.allowed && call.audit.why.empty()) call.audit.why = message;

  std::vector<Header> headers = {{"x-amz-request-id", call.request.id},
                                 {"x-amz-id-2", call.request.id}};
  for (const auto& [name, value] : details) {
    if (name == "Region") headers.push_back({"x-amz-bucket-region", value});
    if (name == "ETag") headers.push_back({"ETag", value});
  }
  if (status == 304) return call.answer.start(status, headers, std::nullopt);
  XmlWriter xml("Error");
  xml.element("Code", code).element("Message", message);
  for (const auto& [name, value] : details) {
    if (name != "ETag") xml.element(name, value);
  }
  xml.element("Resource", call.request.path)
      .element("RequestId", call.request.id)
      .element("HostId", call.request.id);
  headers.push_back({"Content-Type", "application/xml"});
  call.answer.send(status, headers, xml.finish());
}

}  // namespace sempurna::s3
