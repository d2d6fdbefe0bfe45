#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "base/error.h"

namespace sempurna {

/// ResourceLimit: this process needs memory that the machine does not have to give now.
class MemoryError : public Error {
 public:
  /// `bytes` of memory in all, with what it has.
  template <typename... Args>
  MemoryError(uint64_t bytes, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::ResourceLimit, format, std::forward<Args>(args)...), bytes_(bytes) {}

  uint64_t bytes() const { return bytes_; }

 private:
  uint64_t bytes_;
};

/// Bytes that this process may still take: what the system calls available, or what is left to its
/// control groups where that is less. 0 when neither can be read.
uint64_t available_memory();

/// Bytes that all of this process' machine has, or its control groups where those may take less. 0
/// when neither can be read.
uint64_t total_memory();

/// Bytes of this process in memory: now, and at most since the last reset.
uint64_t resident_memory();
uint64_t peak_memory();
/// Where the system does not allow it, peak_memory() stays that of the whole process.
void reset_peak_memory();

/// "1.5 GB", "220 MB": for a person, in powers of ten.
std::string bytes_text(uint64_t bytes);

}  // namespace sempurna
