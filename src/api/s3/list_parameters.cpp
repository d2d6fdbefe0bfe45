#include "api/s3/list_parameters.h"

#include <algorithm>

#include "base/base64.h"
#include "base/number.h"

namespace sempurna::s3 {

namespace {

int64_t whole_number(const std::string& name, const std::string& text, int64_t otherwise,
                     int64_t highest) {
  if (text.empty()) return otherwise;
  const auto value = read_number<int64_t>(text);
  if (!value || *value < 0 || *value > highest) {
    throw S3Error("InvalidArgument", "{} is '{}', but must be a whole number from 0 to {}", name,
                  text, highest)
        .with("ArgumentName", name)
        .with("ArgumentValue", text);
  }
  return *value;
}

}  // namespace

int64_t number_parameter(const Operation& op, const std::string& name, int64_t otherwise,
                         int64_t highest) {
  return whole_number(name, op.parameter(name), otherwise, highest);
}

int64_t number_header(const Operation& op, const std::string& name, int64_t otherwise,
                      int64_t highest) {
  return whole_number(name, op.call.request.header(name), otherwise, highest);
}

int part_number(const Operation& op) {
  const int64_t number = number_parameter(op, "partNumber", 0, kMaxParts);
  if (number < 1) {
    throw S3Error("InvalidArgument", "Part number must be an integer between 1 and {}, inclusive",
                  kMaxParts);
  }
  return static_cast<int>(number);
}

std::string read_token(const Operation& op) {
  if (!op.has("continuation-token")) return "";
  const auto token = decode_base64(op.parameter("continuation-token"));
  if (!token || token->empty()) {
    throw S3Error("InvalidArgument", "The continuation token provided is incorrect");
  }
  return *token;
}

ListParameters list_parameters(const Operation& op, const std::string& limit_name) {
  ListParameters asked;
  asked.prefix = op.parameter("prefix");
  asked.delimiter = op.parameter("delimiter");
  const auto limit = number_parameter(op, limit_name, 1000, int64_t{1} << 31);
  asked.limit = static_cast<size_t>(std::min<int64_t>(limit, 1000));
  const std::string encoding = op.parameter("encoding-type");
  if (!encoding.empty() && encoding != "url") {
    throw S3Error("InvalidArgument", "encoding-type is '{}', but must be url", encoding);
  }
  asked.encode = encoding == "url";
  return asked;
}

}  // namespace sempurna::s3
