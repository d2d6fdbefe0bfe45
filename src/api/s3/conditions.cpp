#include "api/s3/conditions.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <limits>

#include "api/s3/operation.h"
#include "base/number.h"

namespace sempurna::s3 {

namespace {

// Whether one of a list of ETags, or *, is this one.
bool names(std::string_view list, const std::string& etag) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view one = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == "*" || unquoted(one) == etag) return true;
  }
  return false;
}

std::chrono::sys_seconds to_second(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

struct Conditions {
  std::string match;
  std::string none_match;
  std::optional<Time> modified_since;
  std::optional<Time> unmodified_since;
};

Conditions read(const SignableRequest& request, const std::string& prefix) {
  return {request.header(prefix + "if-match"), request.header(prefix + "if-none-match"),
          parse_http_time(request.header(prefix + "if-modified-since")),
          parse_http_time(request.header(prefix + "if-unmodified-since"))};
}

/// The condition that does not hold; empty: all do.
struct Judgement {
  std::string_view broken;
  bool is_not_modified = false;  ///< what a cache asks, so that it is no failure of a read
};

Judgement judge(const Conditions& c, const ObjectInfo& info) {
  if (!c.match.empty()) {
    if (!names(c.match, info.etag)) return {"If-Match"};
  } else if (c.unmodified_since && to_second(info.modified) > to_second(*c.unmodified_since)) {
    return {"If-Unmodified-Since"};
  }
  if (!c.none_match.empty()) {
    if (names(c.none_match, info.etag)) return {"If-None-Match", true};
  } else if (c.modified_since && to_second(info.modified) <= to_second(*c.modified_since)) {
    return {"If-Modified-Since", true};
  }
  return {};
}

// A number of a range: beyond 2^64, it is further than any object goes.
std::optional<uint64_t> position(std::string_view text) {
  if (const auto number = read_number<uint64_t>(text)) return number;
  const bool digits =
      !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return digits ? std::optional(std::numeric_limits<uint64_t>::max()) : std::nullopt;
}

S3Error failed(std::string condition) {
  return S3Error("PreconditionFailed",
                 "At least one of the pre-conditions you specified did not hold")
      .with("Condition", std::move(condition));
}

}  // namespace

std::optional<Time> parse_http_time(const std::string& text) {
  if (text.empty()) return std::nullopt;
  for (const char* form :
       {"%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"}) {
    std::tm parts{};
    const char* end = ::strptime(text.c_str(), form, &parts);
    if (end != nullptr && *end == '\0') return Time(std::chrono::seconds(::timegm(&parts)));
  }
  return std::nullopt;
}

void check_read_conditions(const SignableRequest& request, const ObjectInfo& info) {
  const Judgement judgement = judge(read(request, ""), info);
  if (judgement.broken.empty()) return;
  if (!judgement.is_not_modified) throw failed(std::string(judgement.broken));
  throw S3Error("NotModified", "Not Modified").with("ETag", quoted(info.etag));
}

void check_copy_conditions(const SignableRequest& request, const ObjectInfo& source) {
  const std::string prefix = "x-amz-copy-source-";
  const Judgement judgement = judge(read(request, prefix), source);
  if (!judgement.broken.empty()) throw failed(prefix + std::string(judgement.broken));
}

std::string named_etag(const std::string& text, std::string_view where) {
  std::string etag = unquoted(text);
  if (etag.empty()) {
    throw S3Error("InvalidArgument", "{} is empty, but must be an ETag or *", where);
  }
  return etag;
}

std::optional<ByteRange> parse_range(std::string_view header, uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit)) return std::nullopt;
  header.remove_prefix(kUnit.size());
  const auto dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) {
    return std::nullopt;
  }
  const auto first = position(header.substr(0, dash));
  const auto last = position(header.substr(dash + 1));
  const auto beyond = [&] {
    return S3Error("InvalidRange", "The requested range is not satisfiable")
        .with("ActualObjectSize", std::to_string(size));
  };
  if (dash == 0) {
    if (!last) return std::nullopt;
    if (*last == 0) throw beyond();
    // The last bytes of nothing are all that there is.
    if (size == 0) return std::nullopt;
    const uint64_t length = std::min(*last, size);
    return ByteRange{size - length, length};
  }
  if (!first || (!last && dash + 1 < header.size()) || (last && *last < *first))
    return std::nullopt;
  if (*first >= size) throw beyond();
  const uint64_t end = last ? std::min(*last, size - 1) : size - 1;
  return ByteRange{*first, end - *first + 1};
}

}  // namespace sempurna::s3
