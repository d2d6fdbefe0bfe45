#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace sempurna::s3 {

/// A browser's upload by POST (RFC 7578, multipart/form-data), read as it arrives: its fields,
/// which come first, and then the file.
///
///     --BOUNDARY\r\n
///     Content-Disposition: form-data; name="key"\r\n \r\n
///     uploads/${filename}\r\n
///     --BOUNDARY\r\n
///     Content-Disposition: form-data; name="file"; filename="a.png"\r\n \r\n
///     …\r\n
///     --BOUNDARY--
///
/// The fields may have 20 KiB together, as in AWS. What follows the file is read and left out, up
/// to as much again.
class FormReader {
 public:
  /// What the fields and what is read ahead of them take, at most.
  static constexpr size_t kHeldBytes = 64 << 10;

  /// Reads the fields. Throws MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument
  /// for a field that is given twice or a form without a file.
  FormReader(RequestBody& body, std::string_view content_type);

  /// By name in lower case, without the file's.
  const std::map<std::string, std::string>& fields() const { return fields_; }
  /// As the client gave it, without folders; may be empty.
  const std::string& file_name() const { return file_name_; }

  /// Up to bytes.size() of the next bytes of the file; 0 at its end, which the final boundary has
  /// then followed. Throws MalformedPOSTRequest.
  size_t read(std::span<std::byte> bytes);

 private:
  struct PartHead {
    std::string name;
    std::optional<std::string> file_name;
  };

  bool fill(size_t piece);
  std::string take_until(std::string_view end);
  PartHead read_head();
  void read_fields();
  void read_rest();

  RequestBody& body_;
  std::string delimiter_;  ///< \r\n--BOUNDARY
  std::string buffer_;
  size_t left_of_fields_;
  bool ended_ = false;
  bool is_at_end_of_body_ = false;
  std::map<std::string, std::string> fields_;
  std::string file_name_;
};

}  // namespace sempurna::s3
