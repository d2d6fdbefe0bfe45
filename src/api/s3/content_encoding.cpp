#include "api/s3/content_encoding.h"

#include <algorithm>

#include "base/ascii.h"

namespace sempurna::s3 {

namespace {

constexpr std::string_view kAwsChunked = "aws-chunked";

template <typename Visit>
void for_each_encoding(std::string_view encodings, Visit visit) {
  for (;;) {
    const size_t comma = std::min(encodings.find(','), encodings.size());
    std::string_view one = encodings.substr(0, comma);
    while (one.starts_with(' ') || one.starts_with('\t')) one.remove_prefix(1);
    while (one.ends_with(' ') || one.ends_with('\t')) one.remove_suffix(1);
    if (!one.empty()) visit(one);
    if (comma == encodings.size()) return;
    encodings.remove_prefix(comma + 1);
  }
}

}  // namespace

bool has_aws_chunked(std::string_view encodings) {
  bool has = false;
  for_each_encoding(encodings,
                    [&](std::string_view one) { has |= same_but_for_case(one, kAwsChunked); });
  return has;
}

std::string without_aws_chunked(std::string_view encodings) {
  std::string kept;
  for_each_encoding(encodings, [&](std::string_view one) {
    if (same_but_for_case(one, kAwsChunked)) return;
    if (!kept.empty()) kept += ',';
    kept += one;
  });
  return kept;
}

}  // namespace sempurna::s3
