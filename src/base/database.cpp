#include "base/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <span>
#include <thread>
#include <utility>

#include "base/crc.h"
#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

// How long one waits for another who writes.
constexpr std::chrono::milliseconds kBusyFor{10000};
constexpr std::chrono::milliseconds kTryAgainAfter{5};

[[noreturn]] void fail(sqlite3* database, int status) {
  const char* file = sqlite3_db_filename(database, "main");
  const std::string where = file == nullptr ? "the database" : file;
  // Of a write that it makes outside of the database, SQLite says no more than that it failed. The
  // system's error stays from one such failure to the next, so it is asked for these alone.
  const int kind = status & 0xFF;
  const bool is_full =
      (kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN) && sqlite3_system_errno(database) == ENOSPC;
  switch (is_full ? SQLITE_FULL : kind) {
    case SQLITE_FULL:
      throw Error(Code::ResourceLimit, "{}: the disk is full; free some space and try again",
                  where);
    case SQLITE_CONSTRAINT:
      throw Error(Code::Conflict, "{}: {}", where, sqlite3_errmsg(database));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      throw Error(Code::DataCorrupt, "{} is damaged: {}; restore it from a backup", where,
                  sqlite3_errmsg(database));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw Error(Code::Denied, "{} cannot be written: {}", where, sqlite3_errmsg(database));
    default:
      throw Error(Code::Unavailable, "{}: {}", where, sqlite3_errmsg(database));
  }
}

/// SQLite does not wait where two turn a new database to its log of writes at once.
void turn_to_log(sqlite3* database) {
  const auto until = std::chrono::steady_clock::now() + kBusyFor;
  for (;;) {
    const int status = sqlite3_exec(database, "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
    if (status == SQLITE_OK) return;
    if ((status & 0xFF) != SQLITE_BUSY || std::chrono::steady_clock::now() > until) {
      fail(database, status);
    }
    std::this_thread::sleep_for(kTryAgainAfter);
  }
}

// checksum(a, b, …) of SQL.
void checksum(sqlite3_context* context, int count, sqlite3_value** values) {
  uint64_t crc = 0;
  const auto add = [&](const void* bytes, size_t size) {
    crc = crc64_nvme(crc, std::span(static_cast<const std::byte*>(bytes), size));
  };
  for (int i = 0; i < count; ++i) {
    const int type = sqlite3_value_type(values[i]);
    // A number as its decimal digits, as SQLite converts it.
    const void* bytes = type == SQLITE_BLOB
                            ? sqlite3_value_blob(values[i])
                            : static_cast<const void*>(sqlite3_value_text(values[i]));
    const std::string head = fmt::format("{}:{};", type, sqlite3_value_bytes(values[i]));
    add(head.data(), head.size());
    if (bytes != nullptr) add(bytes, static_cast<size_t>(sqlite3_value_bytes(values[i])));
  }
  sqlite3_result_int64(context, static_cast<sqlite3_int64>(crc));
}

}  // namespace

Statement::Statement(sqlite3* database, sqlite3_stmt* statement, Idle& idle)
    : database_(database), statement_(statement), idle_(&idle) {}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      idle_(other.idle_) {}

Statement::~Statement() {
  if (statement_ == nullptr) return;
  reset();
  idle_->push_back(statement_);  // prepare() made room
}

Statement& Statement::bind(int index, std::string_view text) {
  const char* bytes = text.data() == nullptr ? "" : text.data();
  if (const int status = sqlite3_bind_text64(statement_, index, bytes, text.size(),
                                             SQLITE_TRANSIENT, SQLITE_UTF8)) {
    fail(database_, status);
  }
  return *this;
}

Statement& Statement::bind(int index, int64_t value) {
  if (const int status = sqlite3_bind_int64(statement_, index, value)) fail(database_, status);
  return *this;
}

Statement& Statement::bind_bytes(int index, std::string_view bytes) {
  const char* from = bytes.data() == nullptr ? "" : bytes.data();
  if (const int status =
          sqlite3_bind_blob64(statement_, index, from, bytes.size(), SQLITE_TRANSIENT)) {
    fail(database_, status);
  }
  return *this;
}

Statement& Statement::bind_null(int index) {
  if (const int status = sqlite3_bind_null(statement_, index)) fail(database_, status);
  return *this;
}

bool Statement::next() {
  const int status = sqlite3_step(statement_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  // The statement must be reset before the connection is used again, and after the message is read.
  try {
    fail(database_, status);
  } catch (...) {
    sqlite3_reset(statement_);
    throw;
  }
}

void Statement::run() {
  while (next()) {
  }
  reset();
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

std::string Statement::text(int column) const {
  const void* bytes = sqlite3_column_blob(statement_, column);
  const int size = sqlite3_column_bytes(statement_, column);
  return bytes == nullptr ? std::string()
                          : std::string(static_cast<const char*>(bytes), static_cast<size_t>(size));
}

int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

struct Database::Implementation {
  sqlite3* database = nullptr;
  struct Prepared {
    size_t count = 0;
    Statement::Idle idle;
  };
  std::map<std::string, Prepared, std::less<>> statements;

  ~Implementation() {
    for (auto& [text, prepared] : statements) {
      for (sqlite3_stmt* statement : prepared.idle) sqlite3_finalize(statement);
    }
    sqlite3_close(database);
  }
};

Database::Database(const fs::path& file, std::initializer_list<std::string_view> migrations)
    : implementation_(std::make_unique<Implementation>()) {
  // Made by us, so that nobody else may read it: SQLite would use the umask.
  const int fd = ::open(file.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0) throw_system_error(errno, file, "open");
  ::close(fd);
  sqlite3*& database = implementation_->database;
  if (const int status = sqlite3_open_v2(file.c_str(), &database,
                                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr)) {
    fail(database, status);
  }
  sqlite3_busy_timeout(database, static_cast<int>(kBusyFor.count()));
  if (const int status =
          sqlite3_create_function(database, "checksum", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                  nullptr, checksum, nullptr, nullptr)) {
    fail(database, status);
  }
  turn_to_log(database);
  execute("PRAGMA synchronous=FULL");
  execute("PRAGMA foreign_keys=ON");
  int64_t version = 0;
  const auto read_version = [&] {
    Statement statement = prepare("PRAGMA user_version");
    statement.next();
    version = statement.integer(0);
  };
  read_version();
  const auto known = static_cast<int64_t>(migrations.size());
  if (version > known) {
    throw Error(Code::Conflict,
                "{} was written by a later version of sempurna (format {}, this one knows {}); "
                "use that version",
                file.string(), version, known);
  }
  if (version == known) return;
  transaction([&] {
    read_version();  // another process may have been first
    for (auto step = version; step < known; ++step) execute(*(migrations.begin() + step));
    execute("PRAGMA user_version=" + std::to_string(known));
  });
}

Database::~Database() = default;

Statement Database::prepare(std::string_view sql) {
  auto found = implementation_->statements.find(sql);
  if (found == implementation_->statements.end()) {
    found = implementation_->statements.emplace(sql, Implementation::Prepared()).first;
  }
  auto& [count, idle] = found->second;
  sqlite3_stmt* statement = nullptr;
  if (!idle.empty()) {
    statement = idle.back();
    idle.pop_back();
  } else {
    idle.reserve(count + 1);
    if (const int status =
            sqlite3_prepare_v3(implementation_->database, sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &statement, nullptr)) {
      fail(implementation_->database, status);
    }
    ++count;
  }
  return {implementation_->database, statement, idle};
}

void Database::execute(std::string_view sql) {
  if (const int status = sqlite3_exec(implementation_->database, std::string(sql).c_str(), nullptr,
                                      nullptr, nullptr)) {
    fail(implementation_->database, status);
  }
}

void Database::transaction(const std::function<void()>& work) {
  execute("BEGIN IMMEDIATE");
  try {
    work();
    execute("COMMIT");
  } catch (...) {
    // Fails when SQLite has rolled back by itself already, which is as good.
    sqlite3_exec(implementation_->database, "ROLLBACK", nullptr, nullptr, nullptr);
    throw;
  }
}

bool Database::in_transaction() const {
  return sqlite3_get_autocommit(implementation_->database) == 0;
}

std::vector<std::string> Database::damage() {
  std::vector<std::string> found;
  try {
    Statement row = prepare("PRAGMA integrity_check");
    while (row.next()) found.push_back(row.text(0));
  } catch (const Error& error) {
    found.emplace_back(error.what());
  }
  if (found == std::vector<std::string>{"ok"}) found.clear();
  return found;
}

namespace {

void copy_all(sqlite3* from, const fs::path& file) {
  sqlite3* copy = nullptr;
  const int opened =
      sqlite3_open_v2(file.c_str(), &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  sqlite3_backup* backup =
      opened == SQLITE_OK ? sqlite3_backup_init(copy, "main", from, "main") : nullptr;
  if (backup != nullptr) {
    sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
  }
  const int status = sqlite3_extended_errcode(copy);
  const std::string why = sqlite3_errmsg(copy);
  sqlite3_close(copy);
  if (status != SQLITE_OK) {
    throw Error(Code::Unavailable, "the backup to {} failed: {}", file.string(), why);
  }
  ::chmod(file.c_str(), 0600);
}

}  // namespace

void Database::backup(const fs::path& file) {
  copy_all(implementation_->database, file);
}

void back_up_database(const fs::path& database, const fs::path& file) {
  sqlite3* from = nullptr;
  const int opened = sqlite3_open_v2(database.c_str(), &from, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> closed(from, sqlite3_close);
  if (opened != SQLITE_OK) {
    throw Error(Code::Unavailable, "the backup of {} failed: {}", database.string(),
                sqlite3_errmsg(from));
  }
  copy_all(from, file);
}

}  // namespace sempurna
