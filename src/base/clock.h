#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace sempurna {

/// A moment, to the millisecond, UTC.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// What time it is. Tests give their own.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

/// The machine's clock.
const Clock& system_clock();

/// 2026-01-02T03:04:05.000Z
std::string iso_time(Time time);

/// Fri, 02 Jan 2026 03:04:05 GMT (RFC 9110, section 5.6.7)
std::string http_time(Time time);

/// 20260102T030405Z, as Signature V4 writes it.
std::string basic_time(Time time);

}  // namespace sempurna
