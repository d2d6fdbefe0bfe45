#pragma once

#include <string_view>

#include "base/database.h"

namespace sempurna {

/// What is read while it lives is of one moment.
class ReadView {
 public:
  explicit ReadView(Database& database) : database_(database) { database_.prepare("BEGIN").run(); }
  ~ReadView() {
    try {
      database_.prepare("COMMIT").run();
    } catch (...) {  // nothing was changed: there is nothing to lose
    }
  }
  ReadView(const ReadView&) = delete;
  ReadView& operator=(const ReadView&) = delete;

 private:
  Database& database_;
};

inline Time time_of(int64_t milliseconds) {
  return Time(std::chrono::milliseconds(milliseconds));
}

inline int64_t number_of(Time time) {
  return time.time_since_epoch().count();
}

}  // namespace sempurna
