#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

namespace sempurna {

/// Fills `bytes`, perhaps in part, and returns how many it gave; 0 at the end.
using ByteSource = std::function<size_t(std::span<std::byte> bytes)>;

/// The records of a file of any length, one after another: its lines, or all of it as one. Lines
/// end in LF or CRLF, the last perhaps in nothing.
class RecordReader {
 public:
  /// A record has at most `most` bytes.
  RecordReader(ByteSource source, bool by_line, size_t most);

  /// Empty at the end. Throws InvalidArgument for a record that is too large, and what the source
  /// throws.
  std::optional<std::string> next();
  /// Of the record that next() gave last or could not give, from 1; 0 where lines are no records.
  uint64_t line() const { return by_line_ ? records_ : 0; }

 private:
  bool fill();
  [[noreturn]] void refuse() const;

  ByteSource source_;
  bool by_line_;
  size_t most_;
  std::string bytes_;  ///< that came, of records from `begin_` on
  size_t begin_ = 0;
  uint64_t records_ = 0;
};

}  // namespace sempurna
