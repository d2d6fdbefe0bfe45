#include "access/audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/json.h"

namespace sempurna {
namespace {

class AuditFile : public testing::Test {
 protected:
  static void write(Audit& audit, const std::string& who) {
    AuditLine line;
    line.who = who;
    audit.write(line);
  }

  std::string numbered(int number) const { return file.string() + "." + std::to_string(number); }

  /// Who is named in a file's lines.
  static std::string names(const fs::path& in) {
    std::string all;
    std::string text = read_file(in);
    for (size_t at = 0; at < text.size();) {
      const size_t end = text.find('\n', at);
      all += parse_json(text.substr(at, end - at), "a line").at("who").get<std::string>();
      at = end + 1;
    }
    return all;
  }

  TemporaryFolder folder;
  fs::path file = folder.path() / "audit.jsonl";
};

/// While this lives, no file can be opened.
class NoMoreFiles {
 public:
  NoMoreFiles() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit none{0, before_.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &none);
  }
  ~NoMoreFiles() { ::setrlimit(RLIMIT_NOFILE, &before_); }
  NoMoreFiles(const NoMoreFiles&) = delete;
  NoMoreFiles& operator=(const NoMoreFiles&) = delete;

 private:
  rlimit before_{};
};

TEST_F(AuditFile, KeepsSoManyOldOnesAndNoMore) {
  Audit audit(file, 1, 2);  // each line is too long for a file that has one
  for (const char* who : {"a", "b", "c", "d"}) write(audit, who);
  EXPECT_EQ(names(file), "d");
  EXPECT_EQ(names(numbered(1)), "c");
  EXPECT_EQ(names(numbered(2)), "b");
  EXPECT_FALSE(fs::exists(numbered(3)));
  EXPECT_FALSE(fs::exists(file.string() + ".next"));
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(AuditFile, EatsNoHistoryWhenNoFileCanBeOpened) {
  Audit audit(file, 1, 2);
  for (const char* who : {"a", "b", "c"}) write(audit, who);
  {
    const NoMoreFiles none;
    for (const char* who : {"1", "2", "3", "4", "5"}) write(audit, who);
  }
  EXPECT_EQ(names(file), "c12345");
  EXPECT_EQ(names(numbered(1)), "b");
  EXPECT_EQ(names(numbered(2)), "a");
  write(audit, "d");
  EXPECT_EQ(names(file), "d");
  EXPECT_EQ(names(numbered(1)), "c12345");
  EXPECT_EQ(names(numbered(2)), "b");
}

TEST_F(AuditFile, EatsNoHistoryWhenAFileCannotBeMoved) {
  Audit audit(file, 1, 2);
  for (const char* who : {"a", "b", "c"}) write(audit, who);
  // A folder that holds something cannot be replaced by a file.
  fs::remove(numbered(2));
  fs::create_directories(fs::path(numbered(2)) / "something");
  for (const char* who : {"1", "2", "3"}) write(audit, who);
  EXPECT_EQ(names(file), "c123");
  EXPECT_EQ(names(numbered(1)), "b");
}

TEST_F(AuditFile, SaysOfALineWhatWasCalledAndWhatWasDecided) {
  {
    Audit audit(file);
    AuditLine line;
    line.who = "arn:aws:iam::000000000000:user/ana";
    line.operation = "s3:CopyObject";
    line.action = "s3:GetObject";
    line.resource = "arn:aws:s3:::box/k\n\"";
    line.allowed = true;
    audit.write(line);
  }
  const std::string text = read_file(file);
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const Json line = parse_json(text, "a line");
  EXPECT_EQ(line.at("operation"), "s3:CopyObject");
  EXPECT_EQ(line.at("action"), "s3:GetObject");
  EXPECT_EQ(line.at("resource"), "arn:aws:s3:::box/k\n\"");
}

TEST_F(AuditFile, HoldsNothingThatATerminalObeys) {
  const std::string resource = "arn:aws:s3:::box/\xC2\x9B\x7F\x1B[31mé";
  {
    Audit audit(file);
    AuditLine line;
    line.resource = resource;
    audit.write(line);
  }
  std::string text = read_file(file);
  EXPECT_EQ(parse_json(text, "a line").at("resource"), resource);
  ASSERT_EQ(text.back(), '\n');
  text.pop_back();
  for (const char c : text) EXPECT_TRUE(c >= ' ' && c < 0x7F) << static_cast<int>(c);
}

}  // namespace
}  // namespace sempurna
