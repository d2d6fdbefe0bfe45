#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_map.h"

namespace sempurna::sagemaker {

/// What is said of a member that a request may have.
struct MemberRow {
  std::string_view member;  ///< a path: ResourceConfig.VolumeKmsKeyId
  std::string_view why;
};

/// Whether the member at a path asks for anything, as an empty list, an empty text, a zero and a
/// false do not.
bool asks(const JsonMap& request, std::string_view path);

/// A sentence into `faults` for each of these members that asks for something: it cannot be had.
void add_refused(const JsonMap& request, std::span<const MemberRow> rows,
                 std::vector<std::string>& faults);

/// Throws ValidationException with all of them, if any.
void throw_any(const std::vector<std::string>& faults);

/// add_refused(), then throw_any().
void refuse_members(const JsonMap& request, std::span<const MemberRow> rows);

}  // namespace sempurna::sagemaker
