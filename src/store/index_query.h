#pragma once

#include <string_view>

#include "base/database.h"

namespace sempurna {

/// A statement in use: it is reset when this goes, so that its connection holds no old view.
class Query {
 public:
  Query(Database& database, std::string_view sql) : statement_(database.prepare(sql)) {}
  ~Query() { statement_.reset(); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Statement* operator->() { return &statement_; }

 private:
  Statement& statement_;
};

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
