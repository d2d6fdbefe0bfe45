#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "http/message.h"
#include "store/object.h"

namespace sempurna::s3 {

/// The checksums that a client may send or ask for, by their names in headers and in XML.
struct ChecksumName {
  DigestKind kind;
  std::string_view algorithm;  ///< CRC32, as in x-amz-checksum-algorithm
  std::string_view header;     ///< x-amz-checksum-crc32
  std::string_view element;    ///< ChecksumCRC32
  size_t bytes;
};

const std::vector<ChecksumName>& checksum_names();
/// Throws InvalidRequest for an algorithm that is not known.
const ChecksumName& checksum_of_algorithm(std::string_view algorithm);

/// The raw bytes of a checksum in base64. Throws InvalidRequest naming the header.
std::string decode_checksum(const ChecksumName& name, std::string_view base64);

/// As the header or the element has it: base64, with -N of a composite one.
std::string checksum_text(const ObjectInfo& info, DigestKind kind);

/// x-amz-checksum-… and x-amz-checksum-type of an object, for an answer.
void add_checksum_headers(std::vector<Header>& headers, const ObjectInfo& info);

}  // namespace sempurna::s3
