#pragma once

#include <array>
#include <span>
#include <string_view>

namespace sempurna::s3 {

struct Operation;

/// One operation that this server has. What it does not declare is refused before it begins, so
/// that nothing a client asks for is silently left out.
struct ServedOperation {
  std::string_view name;    ///< as in operation_forms()
  std::string_view action;  ///< what must be allowed; more may be needed, as the request asks
  void (*handler)(Operation&);
  /// Words: the query parameters that it heeds, beside those that select it.
  std::string_view parameters;
  /// Words, in lower case: the x-amz- headers that it heeds, beside those that every operation has.
  /// One that ends with * stands for all that begin so.
  std::array<std::string_view, 3> headers = {};
};

std::span<const ServedOperation> served_operations();

}  // namespace sempurna::s3
