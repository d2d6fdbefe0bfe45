#include "base/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <cerrno>
#include <future>

#include "base/error.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

constexpr std::string_view kFirst = "CREATE TABLE word(text TEXT PRIMARY KEY, count INTEGER)";
constexpr std::string_view kSecond = "ALTER TABLE word ADD COLUMN bytes BLOB";

class DatabaseFile : public testing::Test {
 protected:
  TemporaryFolder folder;
  fs::path file = folder.path() / "words.sqlite";
};

int64_t count(Database& database) {
  Statement statement = database.prepare("SELECT count(*) FROM word");
  statement.next();
  const int64_t found = statement.integer(0);
  return found;
}

TEST_F(DatabaseFile, KeepsWhatWasWrittenAcrossOpenings) {
  {
    Database database(file, {kFirst});
    database.prepare("INSERT INTO word VALUES(?, ?)").bind(1, "satu").bind(2, 1).run();
  }
  Database database(file, {kFirst, kSecond});
  database.prepare("UPDATE word SET bytes=?").bind_bytes(1, std::string_view("\0x", 2)).run();
  Statement row = database.prepare("SELECT text, count, bytes FROM word");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.text(0), "satu");
  EXPECT_EQ(row.integer(1), 1);
  EXPECT_EQ(row.text(2), std::string("\0x", 2));
  EXPECT_FALSE(row.next());
}

TEST_F(DatabaseFile, IsForItsOwnerAlone) {
  const Database database(file, {kFirst});
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(DatabaseFile, OfALaterFormatIsRefused) {
  { const Database later(file, {kFirst, kSecond}); }
  try {
    const Database database(file, {kFirst});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::Conflict);
    EXPECT_THAT(error.what(),
                testing::HasSubstr("later version of sempurna (format 2, this one knows 1)"));
  }
}

TEST_F(DatabaseFile, ThatIsNoDatabaseIsSaidToBeDamaged) {
  write_file_atomic(file, std::string(5000, 'x'));
  try {
    const Database database(file, {kFirst});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::DataCorrupt);
    EXPECT_THAT(error.what(), testing::HasSubstr("words.sqlite is damaged"));
  }
}

TEST_F(DatabaseFile, ATransactionThatThrowsLeavesNothing) {
  Database database(file, {kFirst});
  EXPECT_THROW(database.transaction([&] {
    database.prepare("INSERT INTO word VALUES('dua', 2)").run();
    throw Error(Code::Cancelled, "no");
  }),
               Error);
  EXPECT_EQ(count(database), 0);
  database.transaction([&] { database.prepare("INSERT INTO word VALUES('dua', 2)").run(); });
  EXPECT_EQ(count(database), 1);
}

TEST_F(DatabaseFile, ABrokenConstraintIsAConflictAndTheStatementWorksAgain) {
  Database database(file, {kFirst});
  const auto insert = [&] { database.prepare("INSERT INTO word VALUES('tiga', 3)").run(); };
  insert();
  try {
    insert();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::Conflict);
  }
  EXPECT_EQ(count(database), 1);
}

TEST_F(DatabaseFile, IsCopiedWhileItIsOpen) {
  Database database(file, {kFirst});
  database.prepare("INSERT INTO word VALUES('empat', 4)").run();
  database.backup(folder.path() / "copy.sqlite");
  Database copy(folder.path() / "copy.sqlite", {kFirst});
  EXPECT_EQ(count(copy), 1);
}

TEST_F(DatabaseFile, AFullDiskIsNoLongerOneWhenAnotherErrorFollows) {
  Database database(file, {kFirst});
  database.execute("INSERT INTO word VALUES('lima', 5)");
  // SQLite asks here what the system's error was, and keeps the answer from then on.
  sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
  const auto original = system->xGetLastError;
  system->xGetLastError = [](sqlite3_vfs*, int, char*) { return ENOSPC; };
  expect_error(Code::ResourceLimit, "the disk is full",
               [&] { database.execute("ATTACH '/nowhere/at/all.sqlite' AS other"); });
  system->xGetLastError = original;
  expect_error(Code::Conflict, "UNIQUE constraint failed",
               [&] { database.execute("INSERT INTO word VALUES('lima', 5)"); });
}

TEST_F(DatabaseFile, AStatementInUseIsNotGivenToAnother) {
  Database database(file, {kFirst});
  database.execute("INSERT INTO word VALUES('satu', 1), ('dua', 2), ('tiga', 3)");
  const std::string_view counting = "SELECT text FROM word WHERE count>=? ORDER BY count";
  Statement outer = database.prepare(counting);
  outer.bind(1, 1);
  std::string read;
  while (outer.next()) {
    read += outer.text(0) + ":";
    Statement inner = database.prepare(counting);
    inner.bind(1, 3);
    while (inner.next()) read += inner.text(0) + " ";
  }
  EXPECT_EQ(read, "satu:tiga dua:tiga tiga:tiga ");
}

TEST_F(DatabaseFile, AStatementThatIsGivenUpHoldsNoOldView) {
  Database database(file, {kFirst});
  Database other(file, {kFirst});
  database.execute("INSERT INTO word VALUES('satu', 1), ('dua', 2)");
  try {
    Statement row = database.prepare("SELECT text FROM word");
    row.next();
    throw Error(Code::Cancelled, "in the middle");
  } catch (const Error&) {
  }
  other.execute("DELETE FROM word");
  EXPECT_EQ(count(database), 0);
}

TEST(DatabaseTest, ThatManyOpenFirstAtOnceIsMadeOnce) {
  const TemporaryFolder folder;
  for (int round = 0; round < 30; ++round) {
    const fs::path file = folder.path() / std::to_string(round);
    std::vector<std::future<void>> all;
    for (int k = 0; k < 8; ++k) {
      all.push_back(std::async(std::launch::async, [&file] {
        Database database(file, {"CREATE TABLE a(x)", "CREATE TABLE b(x)"});
        database.execute("INSERT INTO b VALUES(1)");
      }));
    }
    for (auto& one : all) EXPECT_NO_THROW(one.get());
    Database database(file, {"CREATE TABLE a(x)", "CREATE TABLE b(x)"});
    Statement count = database.prepare("SELECT count(*) FROM b");
    ASSERT_TRUE(count.next());
    EXPECT_EQ(count.integer(0), 8);
  }
}

}  // namespace
}  // namespace sempurna
