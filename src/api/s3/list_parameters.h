#pragma once

#include <string>

#include "api/s3/operation.h"

namespace sempurna::s3 {

/// What every listing may be asked.
struct ListParameters {
  std::string prefix;
  std::string delimiter;
  size_t limit = 1000;
  bool encode = false;

  /// A key as the answer writes it: percent-encoded when encoding-type=url asked for that.
  std::string shown(const std::string& key) const {
    return encode ? percent_encode(key, true) : key;
  }
};

/// `limit_name` is max-keys, max-uploads or max-parts. Throws InvalidArgument.
ListParameters list_parameters(const Operation& op, const std::string& limit_name);

/// A whole number of a parameter, `otherwise` when it is not there. Throws InvalidArgument.
int64_t number_parameter(const Operation& op, const std::string& name, int64_t otherwise,
                         int64_t highest);

/// The same of a header.
int64_t number_header(const Operation& op, const std::string& name, int64_t otherwise,
                      int64_t highest);

/// continuation-token, as an earlier page gave it in base64: what to go on after; empty when there
/// is none. Throws InvalidArgument.
std::string read_token(const Operation& op);

/// partNumber. Throws InvalidArgument.
int part_number(const Operation& op);

}  // namespace sempurna::s3
