#include <algorithm>
#include <array>
#include <charconv>

#include "api/objects.h"
#include "api/s3/conditions.h"
#include "api/s3/handlers.h"
#include "api/s3/list_parameters.h"

namespace sempurna::s3 {

namespace {

// response-content-type and its like, which put other headers into a signed request's answer.
struct Override {
  const char* parameter;
  const char* header;
};
constexpr std::array<Override, 6> kOverrides = {
    {{"response-content-type", "content-type"},
     {"response-content-language", "content-language"},
     {"response-expires", "expires"},
     {"response-cache-control", "cache-control"},
     {"response-content-disposition", "content-disposition"},
     {"response-content-encoding", "content-encoding"}}};

struct Asked {
  std::optional<ByteRange> range;
  bool is_part = false;
};

std::vector<Header> headers_of(Operation& op, const ObjectInfo& info, bool whole) {
  std::map<std::string, std::string> content = info.attributes.headers;
  content.emplace("content-type", "binary/octet-stream");
  for (const auto& [parameter, header] : kOverrides) {
    if (!op.has(parameter)) continue;
    if (op.call.from.caller.is_anonymous()) {
      throw S3Error("InvalidRequest",
                    "Request specific response headers cannot be used for anonymous GET requests.");
    }
    const std::string value = op.parameter(parameter);
    if (std::any_of(value.begin(), value.end(),
                    [](unsigned char c) { return c < 0x20 || c == 0x7f; })) {
      throw S3Error("InvalidArgument", "{} holds a control character", parameter)
          .with("ArgumentName", parameter);
    }
    content[header] = value;
  }
  std::vector<Header> headers = {{"x-amz-request-id", op.request().id},
                                 {"ETag", quoted(info.etag)},
                                 {"Last-Modified", http_time(info.modified)},
                                 {"Accept-Ranges", "bytes"},
                                 // Whatever an object is, in a browser it is no script of ours.
                                 {"X-Content-Type-Options", "nosniff"},
                                 {"Content-Security-Policy", "sandbox"}};
  for (const auto& [name, value] : content) headers.push_back({name, value});
  for (const auto& [name, value] : info.attributes.metadata) {
    headers.push_back({"x-amz-meta-" + name, value});
  }
  if (!info.attributes.tags.empty()) {
    headers.push_back({"x-amz-tagging-count", std::to_string(info.attributes.tags.size())});
  }
  if (info.parts > 0 && op.has("partNumber")) {
    headers.push_back({"x-amz-mp-parts-count", std::to_string(info.parts)});
  }
  add_seal_headers(headers, info.seal);
  // New clients compare it with what they get, so it is said of the whole object only.
  if (whole && op.request().header("x-amz-checksum-mode") == "ENABLED") {
    add_checksum_headers(headers, info);
  }
  return headers;
}

// Where a part lies; of an object that has none, the first is all of it.
std::optional<ByteRange> part_of(Operation& op, const ObjectInfo& info, int number) {
  if (!op.services.jumpstart.is(op.bucket)) return op.services.store.part_range(info, number);
  if (number != 1) return std::nullopt;
  return ByteRange{0, info.size};
}

Asked asked_for(Operation& op, const ObjectInfo& info) {
  const std::string range = op.request().header("range");
  if (op.has("partNumber")) {
    if (!range.empty()) {
      throw S3Error("InvalidRequest", "Range and partNumber cannot be asked for at a time");
    }
    const auto part = part_of(op, info, part_number(op));
    if (!part) throw S3Error("InvalidRange", "The requested partnumber is not satisfiable");
    // Content-Range cannot say of what is empty which bytes it has.
    if (info.size == 0) return {std::nullopt, true};
    return {part, true};
  }
  // RFC 9110, section 13.1.5: of another version than the client has a part of, all is sent.
  const std::string version = op.request().header("if-range");
  const bool same =
      version.empty() || unquoted(version) == info.etag || version == http_time(info.modified);
  return {same ? parse_range(range, info.size) : std::nullopt, false};
}

void answer_object(Operation& op, bool head) {
  const Bucket bucket = op.authorized_object();
  require_known_version(op);
  const auto info = sempurna::head_object(op.services, op.bucket, op.key);
  if (!info) op.missing_object(bucket);
  check_read_conditions(op.request(), *info);
  const Asked asked = asked_for(op, *info);
  std::vector<Header> headers = headers_of(op, *info, !asked.range);
  const uint64_t length = asked.range ? asked.range->length : info->size;
  const int status = asked.range ? 206 : 200;
  if (asked.range) {
    const uint64_t last = asked.range->offset + (length == 0 ? 0 : length - 1);
    headers.push_back(
        {"Content-Range", fmt::format("bytes {}-{}/{}", asked.range->offset, last, info->size)});
  }
  if (head) return op.call.answer.start(status, headers, length);

  const DataKey key = open_seal(op, info->seal);
  const auto reader = open_object(op.services, *info, key, asked.range);
  op.call.answer.start(status, headers, length);
  std::vector<std::byte> piece(std::min<uint64_t>(std::max<uint64_t>(length, 1), 256 << 10));
  uint64_t left = length;
  while (left > 0) {
    const size_t count = reader->read(piece);
    if (count == 0) break;
    op.call.answer.write(std::span(piece).first(count));
    left -= count;
  }
}

}  // namespace

void get_object(Operation& op) {
  answer_object(op, false);
}

void head_object(Operation& op) {
  answer_object(op, true);
}

}  // namespace sempurna::s3
