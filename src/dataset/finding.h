#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_members.h"

namespace sempurna {

/// What a finding means for the job: it would be refused; it goes on; nothing is wrong.
enum class Severity { Error, Warning, Fact };

constexpr std::array<std::string_view, 3> names_of(Severity) {
  return {"error", "warning", "fact"};
}

/// How bad items are passed over, for whoever types and for whoever asks a server.
inline constexpr auto kSkipBadData = "on_bad_data=skip (on the command line --on-bad-data skip)";

/// One thing that the check before the job has seen.
struct Finding {
  Severity severity = Severity::Fact;
  std::string code;     ///< which kind, for programs: "broken-picture"; never renamed
  std::string file;     ///< the file or folder, or empty when it is about the whole
  int64_t row = 0;      ///< from 1, in a data.csv; 0 when it is about no single row
  std::string message;  ///< what was seen, a sentence without its full stop
  std::string remedy;   ///< what to do about it, the same; empty for most facts
};

using Findings = std::vector<Finding>;

bool has_errors(std::span<const Finding> findings);

template <typename Visitor, Of<Finding> F>
void members(Visitor& v, F& finding) {
  v("severity", finding.severity);
  v("code", finding.code);
  v.given("file", finding.file);
  v.given("row", finding.row);
  v("message", finding.message);
  v.given("remedy", finding.remedy);
}

/// "flowers/a.jpg: the picture is empty", "data.csv, row 7: …".
std::string to_line(const Finding& finding);

/// For a person: errors first, then warnings, then facts, each kind together: `each` of a kind with
/// file and row, then "and 112 more", then what to do, once. One element a line.
std::vector<std::string> describe(std::span<const Finding> findings, size_t each = 3);

/// "1 text", "2 texts", "1 class": `plural` with its number.
std::string counted(int64_t n, std::string_view plural);

/// `value` between quotes for a message: at most 40 characters, controls and invalid bytes
/// written out (base/shown.h).
std::string excerpt(std::string_view value);

}  // namespace sempurna
