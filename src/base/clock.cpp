#include "base/clock.h"

#include <fmt/format.h>

#include <array>

namespace sempurna {

namespace {

class SystemClock : public Clock {
 public:
  Time now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

struct Civil {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
  unsigned weekday;

  explicit Civil(Time at)
      : date(std::chrono::floor<std::chrono::days>(at)),
        time(at - std::chrono::floor<std::chrono::days>(at)),
        weekday(std::chrono::weekday(std::chrono::floor<std::chrono::days>(at)).c_encoding()) {}

  int year() const { return static_cast<int>(date.year()); }
  unsigned month() const { return static_cast<unsigned>(date.month()); }
  unsigned day() const { return static_cast<unsigned>(date.day()); }
};

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::string iso_time(Time time) {
  const Civil c(time);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", c.year(), c.month(), c.day(),
                     c.time.hours().count(), c.time.minutes().count(), c.time.seconds().count(),
                     c.time.subseconds().count());
}

std::string http_time(Time time) {
  static constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                       "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                          "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil c(time);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[c.weekday], c.day(),
                     kMonths[c.month() - 1], c.year(), c.time.hours().count(),
                     c.time.minutes().count(), c.time.seconds().count());
}

std::string basic_time(Time time) {
  const Civil c(time);
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", c.year(), c.month(), c.day(),
                     c.time.hours().count(), c.time.minutes().count(), c.time.seconds().count());
}

}  // namespace sempurna
