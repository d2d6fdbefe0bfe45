#include "api/s3/form_reader.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "api/s3/s3_error.h"
#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

constexpr size_t kFieldBytes = 20 << 10;
constexpr size_t kLongestBoundary = 70;     // RFC 2046, section 5.1.1
constexpr size_t kPieceOfFields = 4 << 10;  // little is held for whoever is not known yet
constexpr size_t kPieceOfFile = 64 << 10;

[[noreturn]] void malformed(std::string_view why) {
  throw S3Error("MalformedPOSTRequest",
                "The body of your POST request is not well-formed multipart/form-data: {}", why);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// The parameters of a header's value (RFC 9110, section 5.6.6): name=value or name="value".
/// Browsers write %22 for a quote and leave a backslash as it is (HTML, "multipart/form-data").
std::optional<std::string> header_parameter(std::string_view value, std::string_view wanted) {
  size_t at = value.find(';');
  while (at < value.size()) {
    ++at;
    const size_t equals = value.find('=', at);
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string name = lower_ascii(std::string(trimmed(value.substr(at, equals - at))));
    std::string_view text;
    if (equals + 1 < value.size() && value[equals + 1] == '"') {
      const size_t quote = value.find('"', equals + 2);
      if (quote == std::string_view::npos) malformed("a quote is not closed");
      text = value.substr(equals + 2, quote - equals - 2);
      at = value.find(';', quote);
    } else {
      at = value.find(';', equals);
      text = trimmed(value.substr(equals + 1, std::min(at, value.size()) - equals - 1));
    }
    if (name == wanted) return std::string(text);
  }
  return std::nullopt;
}

std::string boundary_of(std::string_view content_type) {
  const auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary) {
    malformed("Content-Type names no boundary of 1 to 70 characters");
  }
  return *boundary;
}

}  // namespace

FormReader::FormReader(RequestBody& body, std::string_view content_type)
    : body_(body),
      delimiter_("\r\n--" + boundary_of(content_type)),
      // What precedes the first boundary counts as a line of its own.
      buffer_("\r\n"),
      left_of_fields_(kFieldBytes) {
  read_fields();
}

bool FormReader::fill(size_t piece) {
  if (is_at_end_of_body_) return false;
  const size_t before = buffer_.size();
  buffer_.resize(before + piece);
  const size_t count =
      body_.read(std::as_writable_bytes(std::span(buffer_.data() + before, piece)));
  buffer_.resize(before + count);
  is_at_end_of_body_ = count == 0;
  return count > 0;
}

std::string FormReader::take_until(std::string_view end) {
  size_t looked = 0;
  for (;;) {
    const size_t found = buffer_.find(end, looked);
    if (std::min(found, buffer_.size()) > left_of_fields_) {
      throw S3Error("MaxPostPreDataLengthExceeded",
                    "Your POST request fields preceding the upload file were too large: they may "
                    "have {} bytes together",
                    kFieldBytes);
    }
    if (found != std::string::npos) {
      std::string text = buffer_.substr(0, found);
      buffer_.erase(0, found + end.size());
      left_of_fields_ -= found;
      return text;
    }
    looked = buffer_.size() < end.size() ? 0 : buffer_.size() - end.size() + 1;
    if (!fill(kPieceOfFields)) malformed("it ends in the middle");
  }
}

FormReader::PartHead FormReader::read_head() {
  PartHead head;
  bool named = false;
  for (;;) {
    const std::string line = take_until("\r\n");
    if (line.empty()) break;
    const size_t colon = line.find(':');
    if (colon == std::string::npos) malformed("a part has a line that is no header");
    if (lower_ascii(line.substr(0, colon)) != "content-disposition") continue;
    const std::string_view value = trimmed(std::string_view(line).substr(colon + 1));
    const auto name = header_parameter(value, "name");
    if (named || !name ||
        lower_ascii(std::string(value.substr(0, value.find(';')))) != "form-data") {
      malformed("a part is not named once by Content-Disposition: form-data");
    }
    named = true;
    head.name = lower_ascii(*name);
    head.file_name = header_parameter(value, "filename");
  }
  if (!named) malformed("a part has no Content-Disposition");
  return head;
}

void FormReader::read_fields() {
  if (!take_until(delimiter_).empty()) malformed("it does not begin with the boundary");
  for (;;) {
    const std::string line = take_until("\r\n");
    if (line == "--") {
      throw S3Error("InvalidArgument", "POST requires exactly one file upload per request.")
          .with("ArgumentName", "file")
          .with("ArgumentValue", "0");
    }
    if (!trimmed(line).empty()) malformed("a boundary is followed by other characters");
    PartHead head = read_head();
    if (head.name == "file") {
      const std::string given = head.file_name.value_or("");
      file_name_ = given.substr(given.find_last_of("/\\") + 1);
      return;
    }
    if (!fields_.emplace(head.name, take_until(delimiter_)).second) {
      throw S3Error("InvalidArgument", "the form has the field '{}' more than once", head.name)
          .with("ArgumentName", head.name);
    }
  }
}

size_t FormReader::read(std::span<std::byte> bytes) {
  if (ended_ || bytes.empty()) return 0;
  for (;;) {
    const size_t found = buffer_.find(delimiter_);
    // A delimiter may have begun at the end of what is here.
    const size_t kept = delimiter_.size() - 1;
    const size_t sure = found != std::string::npos ? found
                        : buffer_.size() > kept    ? buffer_.size() - kept
                                                   : 0;
    if (sure > 0) {
      const size_t count = std::min(sure, bytes.size());
      std::memcpy(bytes.data(), buffer_.data(), count);
      buffer_.erase(0, count);
      return count;
    }
    if (found == 0) {
      buffer_.erase(0, delimiter_.size());
      ended_ = true;
      read_rest();
      return 0;
    }
    if (!fill(kPieceOfFile)) malformed("the file is not followed by the boundary");
  }
}

void FormReader::read_rest() {
  for (;;) {
    if (buffer_.size() > kFieldBytes) {
      throw S3Error("MaxPostPreDataLengthExceeded",
                    "what follows the file in your POST request is more than {} bytes",
                    kFieldBytes);
    }
    if (!fill(kPieceOfFields)) return;
  }
}

}  // namespace sempurna::s3
