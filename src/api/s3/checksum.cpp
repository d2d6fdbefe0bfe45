#include "api/s3/checksum.h"

#include <algorithm>

#include "api/s3/s3_error.h"
#include "base/base64.h"

namespace sempurna::s3 {

const std::vector<ChecksumName>& checksum_names() {
  static const std::vector<ChecksumName> kNames = {
      {DigestKind::Crc32, "CRC32", "x-amz-checksum-crc32", "ChecksumCRC32", 4},
      {DigestKind::Crc32c, "CRC32C", "x-amz-checksum-crc32c", "ChecksumCRC32C", 4},
      {DigestKind::Crc64Nvme, "CRC64NVME", "x-amz-checksum-crc64nvme", "ChecksumCRC64NVME", 8},
      {DigestKind::Sha1, "SHA1", "x-amz-checksum-sha1", "ChecksumSHA1", 20},
      {DigestKind::Sha256, "SHA256", "x-amz-checksum-sha256", "ChecksumSHA256", 32}};
  return kNames;
}

const ChecksumName& checksum_of_algorithm(std::string_view algorithm) {
  const auto& names = checksum_names();
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const auto& name) { return name.algorithm == algorithm; });
  if (found == names.end()) {
    throw S3Error(
        "InvalidRequest",
        "the checksum algorithm '{}' is not one of CRC32, CRC32C, CRC64NVME, SHA1, SHA256",
        algorithm);
  }
  return *found;
}

std::string decode_checksum(const ChecksumName& name, std::string_view base64) {
  const auto raw = decode_base64(base64);
  if (!raw || raw->size() != name.bytes) {
    throw S3Error("InvalidRequest", "Value for {} header is invalid: it is not {} bytes in base64",
                  name.header, name.bytes);
  }
  return *raw;
}

std::string checksum_text(const ObjectInfo& info, DigestKind kind) {
  const auto found = info.checksums.find(kind);
  if (found == info.checksums.end()) return "";
  const std::string text = encode_base64(found->second);
  return info.checksums_are_composite ? text + "-" + std::to_string(info.parts) : text;
}

void add_checksum_headers(std::vector<Header>& headers, const ObjectInfo& info) {
  for (const auto& name : checksum_names()) {
    if (const std::string text = checksum_text(info, name.kind); !text.empty()) {
      headers.push_back({std::string(name.header), text});
    }
  }
  if (!info.checksums.empty()) {
    headers.push_back(
        {"x-amz-checksum-type", info.checksums_are_composite ? "COMPOSITE" : "FULL_OBJECT"});
  }
}

}  // namespace sempurna::s3
