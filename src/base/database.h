#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sempurna {

/// A prepared statement of a Database, its own for as long as this lives, and not longer than the
/// database does: then it is reset, so that its connection holds no old view, and kept for the
/// next. Parameters count from 1, columns from 0.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int index, std::string_view text);  ///< as a text
  Statement& bind(int index, int64_t value);
  Statement& bind_bytes(int index, std::string_view bytes);  ///< as a blob, compared byte by byte
  Statement& bind_null(int index);

  /// Steps to the next row; false when there is none. Throws ResourceLimit when the disk is full,
  /// Conflict when a UNIQUE or FOREIGN KEY constraint is broken, Unavailable otherwise.
  bool next();
  /// Steps a statement that returns no rows, and makes it ready to be bound again.
  void run();
  /// Ready to be bound and stepped again.
  void reset();

  std::string text(int column) const;  ///< of a text or a blob; NULL is empty
  int64_t integer(int column) const;
  bool is_null(int column) const;

 private:
  friend class Database;
  using Idle = std::vector<sqlite3_stmt*>;
  Statement(sqlite3* database, sqlite3_stmt* statement, Idle& idle);

  sqlite3* database_;
  sqlite3_stmt* statement_;  ///< none: moved from
  Idle* idle_;
};

/// A SQLite database in WAL mode, synchronous=FULL: what commit() returned from survives a power
/// cut. One connection: not to be used by two threads at a time. Other processes may have the same
/// file open; a writer waits up to ten seconds for another.
///
/// Its SQL has a function checksum(a, b, …): a CRC-64/NVME over the types, lengths and bytes of its
/// arguments, by which a row can tell that it is as it was written.
class Database {
 public:
  /// Opens or makes it (0600). `migrations` are scripts, the first brings an empty database to
  /// version 1, and so on; those not applied yet are, each in a transaction. Throws Conflict when
  /// the file is of a later version than we know, DataCorrupt when it is no database.
  Database(const fs::path& file, std::initializer_list<std::string_view> migrations);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// A statement for this text, ready to be bound: one that was prepared before and that nobody is
  /// using, or a new one.
  Statement prepare(std::string_view sql);
  void execute(std::string_view sql);

  /// Runs `work` in a transaction that has the write lock from its start: commits when it returns,
  /// rolls back when it throws.
  void transaction(const std::function<void()>& work);
  /// Not after SQLite took a transaction back by itself, as it may when the disk is full.
  bool in_transaction() const;

  /// What SQLite finds wrong in the file's structure, a sentence each; empty: nothing.
  std::vector<std::string> damage();

  /// Copies the database as it is now into a new file, while others go on writing.
  void backup(const fs::path& file);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// Copies a database of any version as it is now into a new file, while others go on writing.
void back_up_database(const fs::path& database, const fs::path& file);

}  // namespace sempurna
