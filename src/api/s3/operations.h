#pragma once

#include <array>
#include <span>
#include <string_view>

#include "api/operation_name.h"

namespace sempurna::s3 {

struct Operation;

/// One operation that this server has, by the name that operation_forms() gives it; `heeds` are its
/// query parameters, beside those that select it. What it does not declare is refused before it
/// begins, so that nothing a client asks for is silently left out.
struct ServedOperation : sempurna::ServedOperation<void(Operation&)> {
  /// Words, in lower case: the x-amz- headers that it heeds, beside those that every operation has.
  std::array<std::string_view, 3> headers = {};
};

/// To add one: a row here, its handler in a file of its idea, and its name in handlers.h.
std::span<const ServedOperation> served_operations();

}  // namespace sempurna::s3
