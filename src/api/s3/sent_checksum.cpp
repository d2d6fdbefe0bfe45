#include "api/s3/sent_checksum.h"

#include <algorithm>

#include "api/s3/s3_error.h"
#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

constexpr std::string_view kPrefix = "x-amz-checksum-";

bool is_no_checksum(std::string_view header) {
  const std::string_view rest = header.substr(kPrefix.size());
  return rest == "algorithm" || rest == "type" || rest == "mode";
}

void take(SentChecksum& sent, const std::string& header, const std::string& value) {
  const auto& names = checksum_names();
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& name) { return name.header == header; });
  if (found == names.end()) {
    throw S3Error("InvalidRequest",
                  "this server cannot verify {}; it knows the checksums crc32, crc32c, crc64nvme, "
                  "sha1 and sha256",
                  header);
  }
  if (sent.name != nullptr) {
    throw S3Error("InvalidRequest", "Expecting a single x-amz-checksum- header, but {} and {} came",
                  sent.name->header, header);
  }
  sent = {&*found, value};
}

}  // namespace

SentChecksum sent_checksum(const SignableRequest& request) {
  SentChecksum sent;
  for (const auto& header : request.headers) {
    const std::string name = lower_ascii(header.name);
    if (!name.starts_with(kPrefix) || is_no_checksum(name)) continue;
    if (header.value.empty()) {
      throw S3Error("InvalidRequest", "Value for {} header is invalid: it is empty", name);
    }
    take(sent, name, header.value);
  }
  if (const std::string trailer = request.header("x-amz-trailer"); !trailer.empty()) {
    take(sent, lower_ascii(trailer), "");
  }
  const std::string promised = request.header("x-amz-sdk-checksum-algorithm");
  if (promised.empty()) return sent;
  if (sent.name == nullptr) {
    throw S3Error("InvalidRequest",
                  "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* "
                  "or x-amz-trailer headers were found.");
  }
  if (checksum_of_algorithm(promised).kind != sent.name->kind) {
    throw S3Error("InvalidRequest",
                  "Value for x-amz-sdk-checksum-algorithm header is invalid: it is {}, but {} came",
                  promised, sent.name->header);
  }
  return sent;
}

void check_part_checksum(const SignableRequest& request, const Upload& upload) {
  const auto algorithm = [](std::optional<DigestKind> kind) -> std::string_view {
    for (const auto& name : checksum_names()) {
      if (name.kind == kind) return name.algorithm;
    }
    return "null";
  };
  const ChecksumName* sent = sent_checksum(request).name;
  if (sent != nullptr && upload.checksum != sent->kind) {
    throw S3Error("InvalidRequest",
                  "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum "
                  "Type: {}",
                  algorithm(upload.checksum), sent->algorithm);
  }
  if (sent == nullptr && upload.checksum && !upload.checksum_of_whole) {
    throw S3Error("InvalidRequest",
                  "the upload was begun with the checksum algorithm {}, so each part needs its {}",
                  algorithm(upload.checksum), algorithm(upload.checksum));
  }
}

}  // namespace sempurna::s3
