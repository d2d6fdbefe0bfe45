#pragma once

#include <span>
#include <string_view>

namespace sempurna::s3 {

/// What a request's path names.
enum class Level { Service, Bucket, Object };

/// How an operation of the S3 API is told from the others on the wire.
struct OperationForm {
  std::string_view name;  ///< GetObject, as in the API Reference
  std::string_view method;
  Level level;
  /// What must all be there: words, each the name of a query parameter, with the value that it must
  /// have (list-type=2) where it has one, or of an x-amz- header.
  std::string_view selectors;
};

/// Every operation of the current SDK's model, by name, whether it is served here or not.
std::span<const OperationForm> operation_forms();

}  // namespace sempurna::s3
