#include "api/s3/route.h"

#include <algorithm>

#include "api/s3/s3_error.h"
#include "api/words.h"
#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

// What SDKs add of themselves.
constexpr std::string_view kEverywhere = "x-id amz-sdk-invocation-id amz-sdk-request";
constexpr std::string_view kHeadersEverywhere =
    "x-amz-content-sha256 x-amz-date x-amz-decoded-content-length x-amz-request-payer "
    "x-amz-sdk-checksum-algorithm x-amz-security-token x-amz-te x-amz-trailer x-amz-user-agent";
constexpr std::string_view kOwner = "x-amz-expected-bucket-owner";

bool is_header(std::string_view selector) {
  return selector.starts_with("x-amz-");
}

bool is_there(const Asked& asked, std::string_view selector) {
  if (is_header(selector)) return asked.request.count_of(selector) > 0;
  const auto equals = selector.find('=');
  const auto found = asked.parameters.find(std::string(selector.substr(0, equals)));
  return found != asked.parameters.end() &&
         (equals == std::string_view::npos || found->second == selector.substr(equals + 1));
}

// How many selectors a request has of this form; negative: it does not have them all.
int match(const Asked& asked, const OperationForm& form) {
  if (form.method != asked.request.method || form.level != asked.level) return -1;
  int count = 0;
  const bool misses = any_word(form.selectors, [&](std::string_view selector) {
    ++count;
    return !is_there(asked, selector);
  });
  return misses ? -1 : count;
}

bool selects(const OperationForm& form, std::string_view name) {
  return any_word(form.selectors, [&](std::string_view selector) {
    return selector.substr(0, selector.find('=')) == name;
  });
}

void check_parameters(const Asked& asked, const Route& route) {
  for (const auto& [name, value] : asked.parameters) {
    if (asked.parameters.count(name) > 1) {
      throw S3Error("InvalidArgument", "the query parameter {} is given {} times; give it once",
                    name, asked.parameters.count(name))
          .with("ArgumentName", name);
    }
    if (selects(*route.form, name) || has_word(route.served->heeds, name) ||
        has_word(kEverywhere, name)) {
      continue;
    }
    throw S3Error("NotImplemented",
                  "{} does not have the query parameter '{}' on this server, so nothing was done",
                  route.form->name, name)
        .with("ArgumentName", name);
  }
}

void check_headers(const Asked& asked, const Route& route) {
  const auto& declared = route.served->headers;
  for (const auto& header : asked.request.headers) {
    const std::string name = lower_ascii(header.name);
    if (!is_header(name) || selects(*route.form, name) || has_word(kHeadersEverywhere, name) ||
        (name == kOwner && asked.level != Level::Service) ||
        std::any_of(declared.begin(), declared.end(),
                    [&](std::string_view words) { return has_word(words, name); })) {
      continue;
    }
    throw S3Error("NotImplemented",
                  "{} does not have the header {} on this server, so nothing was done",
                  route.form->name, name)
        .with("Header", name);
  }
}

}  // namespace

Route find_route(const Asked& asked) {
  Route route{nullptr, nullptr};
  int most = -1;
  for (const auto& form : operation_forms()) {
    if (const int count = match(asked, form); count > most) {
      route.form = &form;
      most = count;
    }
  }
  if (route.form == nullptr) {
    throw S3Error("MethodNotAllowed", "The specified method is not allowed against this resource.");
  }
  for (const auto& served : served_operations()) {
    if (served.name == route.form->name) route.served = &served;
  }
  return route;
}

void check_declared(const Asked& asked, const Route& route) {
  if (route.served == nullptr) {
    throw S3Error("NotImplemented", "this server does not have the operation {}", route.form->name);
  }
  check_parameters(asked, route);
  check_headers(asked, route);
}

}  // namespace sempurna::s3
