#include "hub/source.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr size_t kMaxPart = 96;  // the public hub's own limit
constexpr size_t kMaxRevision = 255;

bool is_part(std::string_view text) {
  return !text.empty() && text.size() <= kMaxPart && text != "." && text != ".." &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
         });
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

bool is_loopback(std::string_view endpoint) {
  for (const std::string_view host : {"localhost", "127.0.0.1", "[::1]"}) {
    const std::string start = "http://" + std::string(host);
    if (endpoint == start || endpoint.starts_with(start + ":") ||
        endpoint.starts_with(start + "/")) {
      return true;
    }
  }
  return false;
}

}  // namespace

HubSource parse_hub_source(std::string_view text) {
  const size_t at = text.find('@');
  HubSource source{.name = std::string(text.substr(0, at))};
  if (at != std::string_view::npos) source.revision = text.substr(at + 1);
  const std::string_view name = source.name;
  const size_t slash = name.find('/');
  const bool is_name = slash == std::string_view::npos
                           ? is_part(name)
                           : is_part(name.substr(0, slash)) && is_part(name.substr(slash + 1));
  if (!is_name) {
    throw Error(Code::InvalidArgument,
                "\"{}\" is no name of a model on a hub; write hf:ORG/NAME or hf:ORG/NAME@REVISION, "
                "the names in letters, digits, dots, hyphens and underscores",
                text);
  }
  if (source.revision.empty() || source.revision.size() > kMaxRevision ||
      !is_printable(source.revision)) {
    throw Error(Code::InvalidArgument,
                "\"{}\" names no revision after the @; give a branch, a tag or a commit", text);
  }
  return source;
}

HubAccess hub_access_from_environment() {
  HubAccess access;
  if (const char* set = std::getenv("HF_ENDPOINT"); set != nullptr && *set != '\0') {
    access.endpoint = set;
    while (access.endpoint.ends_with('/')) access.endpoint.pop_back();
    if ((!access.endpoint.starts_with("https://") && !access.endpoint.starts_with("http://")) ||
        !is_printable(access.endpoint)) {
      throw Error(Code::InvalidArgument,
                  "HF_ENDPOINT is \"{}\", which is no address; it must begin with https:// or "
                  "http://",
                  set);
    }
  }
  if (const char* set = std::getenv("HF_TOKEN"); set != nullptr) {
    access.token = set;
    while (!access.token.empty() && std::isspace(static_cast<unsigned char>(access.token.back()))) {
      access.token.pop_back();
    }
    if (!is_printable(access.token)) {
      throw Error(Code::InvalidArgument,
                  "HF_TOKEN holds characters that no token has; copy it again");
    }
  }
  if (!access.token.empty() && !access.endpoint.starts_with("https://") &&
      !is_loopback(access.endpoint)) {
    throw Error(
        Code::InvalidArgument,
        "HF_TOKEN would go unprotected to {}; use https:// in HF_ENDPOINT, or unset HF_TOKEN",
        access.endpoint);
  }
  return access;
}

}  // namespace sempurna
