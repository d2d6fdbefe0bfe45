#include "store/archive.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/stat.h>
#include <zlib.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <vector>

#include "base/random.h"
#include "base/sha256.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

/// One tar header, so that a test can say what no honest packer would.
std::string tar_entry(const std::string& name, const std::string& content, char type = '0',
                      const std::string& link = "", uint64_t size_lie = 0) {
  std::string header(512, '\0');
  const auto put = [&](size_t at, const std::string& text) {
    header.replace(at, text.size(), text);
  };
  put(0, name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, fmt::format("{:011o}", size_lie == 0 ? content.size() : size_lie));
  put(136, "00000000000");
  put(148, "        ");
  header[156] = type;
  put(157, link);
  put(257, std::string("ustar\0"
                       "00",
                       8));
  unsigned sum = 0;
  for (const unsigned char c : header) sum += c;
  put(148, fmt::format("{:06o}", sum) + std::string("\0 ", 2));
  std::string padded = content;
  padded.resize((content.size() + 511) / 512 * 512, '\0');
  return header + padded;
}

std::string gzip(const std::string& content) {
  std::string out(content.size() + content.size() / 100 + 1000, '\0');
  z_stream stream{};
  deflateInit2(&stream, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

const std::string kEnd(1024, '\0');

class Archive : public testing::Test {
 protected:
  fs::path at(const std::string& name) const { return folder_.path() / name; }

  void fill(const fs::path& folder) const {
    make_folders(folder / "code" / "inner");
    make_folders(folder / "empty");
    write_file_atomic(folder / "config.json", "{}\n");
    write_file_atomic(folder / "code" / "inner" / "a.txt", "");
    std::string weights(300'000, '\0');
    Random random(7);
    for (char& c : weights) c = static_cast<char>(random.next());
    write_file_atomic(folder / "model.safetensors", weights);
    write_file_atomic(folder / ("k\xc3\xa9las " + std::string(180, 'x') + ".txt"), "long name");
    write_file_atomic(folder / "not\xffutf8", "bytes");
  }

  void expect_refused(const std::string& file, Code code, std::string_view part,
                      uint64_t limit = kDefaultArchiveLimitBytes) const {
    SCOPED_TRACE(part);
    // Not synced to disk, because some tests come here hundreds of times.
    std::ofstream(at("x.tar.gz"), std::ios::binary) << file;
    expect_error(code, part, [&] { read_archive(at("x.tar.gz"), at("out"), limit); });
    EXPECT_FALSE(fs::exists(at("out"))) << "something was left behind";
  }

  TemporaryFolder folder_;
};

TEST_F(Archive, GivesTheSameBytesWhateverTheTimesModesAndOrder) {
  fill(at("a"));
  write_archive(at("a"), at("a.tar.gz"));
  // The same files made in another order, with other times and modes.
  make_folders(at("b"));
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(at("a"))) files.push_back(entry.path());
  for (size_t i = files.size(); i-- > 0;) {
    fs::copy(files[i], at("b") / files[i].filename(), fs::copy_options::recursive);
  }
  fs::last_write_time(at("b") / "config.json",
                      fs::file_time_type::clock::now() + std::chrono::hours(7));
  ::chmod((at("b") / "config.json").c_str(), 0700);
  write_archive(at("b"), at("b.tar.gz"));
  EXPECT_EQ(sha256_file(at("a.tar.gz")), sha256_file(at("b.tar.gz")));
}

TEST_F(Archive, ComesBackAsItWas) {
  fill(at("a"));
  write_archive(at("a"), at("a.tar.gz"));
  read_archive(at("a.tar.gz"), at("b"));
  size_t entries = 0;
  for (const auto& entry : fs::recursive_directory_iterator(at("a"))) {
    const fs::path twin = at("b") / entry.path().lexically_relative(at("a"));
    ++entries;
    ASSERT_TRUE(fs::exists(twin)) << twin;
    EXPECT_EQ(entry.is_directory(), fs::is_directory(twin));
    if (entry.is_directory()) continue;
    EXPECT_EQ(read_file(entry.path()), read_file(twin));
  }
  EXPECT_EQ(entries, 8U);
  write_archive(at("b"), at("b.tar.gz"));
  EXPECT_EQ(sha256_file(at("a.tar.gz")), sha256_file(at("b.tar.gz")));
}

TEST_F(Archive, CompressesOnlyWhatIsWorthIt) {
  make_folders(at("a"));
  write_file_atomic(at("a") / "text", std::string(1'000'000, 'x'));
  write_archive(at("a"), at("a.tar.gz"));
  EXPECT_LT(fs::file_size(at("a.tar.gz")), 10'000U);
  std::string noise(1'000'000, '\0');
  Random random(1);
  for (char& c : noise) c = static_cast<char>(random.next());
  write_file_atomic(at("a") / "noise", noise);
  write_file_atomic(at("a") / "text 2", std::string(1'000'000, 'y'));
  write_archive(at("a"), at("a.tar.gz"));
  EXPECT_LT(fs::file_size(at("a.tar.gz")), 1'020'000U);
  read_archive(at("a.tar.gz"), at("b"));
  EXPECT_TRUE(read_file(at("b") / "noise") == noise);
  EXPECT_TRUE(read_file(at("b") / "text 2") == std::string(1'000'000, 'y'));
}

// What can be packed well at the very beginning of weights is not what they are like.
TEST_F(Archive, JudgesAFileByMoreThanItsHeader) {
  make_folders(at("a"));
  std::string weights(4'000'000, '\0');
  Random random(5);
  for (size_t k = 100'000; k < weights.size(); ++k) weights[k] = static_cast<char>(random.next());
  write_file_atomic(at("a") / "weights", weights);
  write_archive(at("a"), at("a.tar.gz"));
  EXPECT_GT(fs::file_size(at("a.tar.gz")), weights.size());
}

// More than a block of each kind, and blocks that are not full.
TEST_F(Archive, GivesTheSameBytesOnOneProcessor) {
  make_folders(at("a"));
  std::string text;
  for (int i = 0; i < 400'000; ++i) text += std::to_string(i);
  std::string noise(3'000'001, '\0');
  Random random(3);
  for (char& c : noise) c = static_cast<char>(random.next());
  write_file_atomic(at("a") / "1 text", text);
  write_file_atomic(at("a") / "2 noise", noise);
  write_file_atomic(at("a") / "3 text", text);
  write_archive(at("a"), at("all.tar.gz"));
  cpu_set_t all;
  ASSERT_EQ(::sched_getaffinity(0, sizeof all, &all), 0);
  cpu_set_t one;
  CPU_ZERO(&one);
  for (int i = 0; i < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++i) {
    if (CPU_ISSET(i, &all)) CPU_SET(i, &one);
  }
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  write_archive(at("a"), at("one.tar.gz"));
  ::sched_setaffinity(0, sizeof all, &all);
  EXPECT_EQ(sha256_file(at("all.tar.gz")), sha256_file(at("one.tar.gz")));
  read_archive(at("all.tar.gz"), at("b"));
  EXPECT_TRUE(read_file(at("b") / "1 text") == text);
  EXPECT_TRUE(read_file(at("b") / "2 noise") == noise);
  EXPECT_TRUE(read_file(at("b") / "3 text") == text);
  EXPECT_EQ(std::system(("gzip -t '" + at("all.tar.gz").string() + "'").c_str()), 0);
}

TEST_F(Archive, IsReadByTheSystemsTar) {
  fill(at("a"));
  write_archive(at("a"), at("a.tar.gz"));
  make_folders(at("b"));
  const std::string command = "tar xzf " + at("a.tar.gz").string() + " -C " + at("b").string() +
                              " && diff -r " + at("a").string() + " " + at("b").string();
  EXPECT_EQ(std::system(command.c_str()), 0);
}

TEST_F(Archive, ReadsWhatTheSystemsTarPacks) {
  fill(at("a"));
  const std::string command =
      "tar czf " + at("a.tar.gz").string() + " -C " + at("a").string() + " .";
  ASSERT_EQ(std::system(command.c_str()), 0);
  read_archive(at("a.tar.gz"), at("b"));
  EXPECT_EQ(read_file(at("b") / "config.json"), "{}\n");
  EXPECT_EQ(read_file(at("b") / "model.safetensors"), read_file(at("a") / "model.safetensors"));
  EXPECT_TRUE(fs::is_directory(at("b") / "empty"));
}

TEST_F(Archive, DoesNotPackLinks) {
  fill(at("a"));
  fs::create_symlink("/etc/passwd", at("a") / "link");
  expect_error(Code::InvalidArgument, "link is neither a file nor a folder",
               [&] { write_archive(at("a"), at("a.tar.gz")); });
  EXPECT_FALSE(fs::exists(at("a.tar.gz")));
  expect_error(Code::NotFound, "is not a folder; there is nothing to pack",
               [&] { write_archive(at("none"), at("a.tar.gz")); });
}

TEST_F(Archive, RefusesEntriesThatPointOutside) {
  const auto refused = [&](const std::string& entry, std::string_view part) {
    expect_refused(gzip(tar_entry("first", "1") + entry + kEnd), Code::InvalidArgument, part);
  };
  refused(tar_entry("/etc/evil", "x"), "the entry \"/etc/evil\" is an absolute path");
  refused(tar_entry("../evil", "x"), "the entry \"../evil\" points out of the archive");
  refused(tar_entry("a/../../evil", "x"), "points out of the archive");
  refused(tar_entry("a/..", "", '5'), "points out of the archive");
  refused(tar_entry("link", "", '2', "/etc"), "the entry \"link\" is a symbolic link");
  refused(tar_entry("hard", "", '1', "first"), "the entry \"hard\" is a hard link");
  refused(tar_entry("null", "", '3'), "the entry \"null\" is a device");
  refused(tar_entry("disk", "", '4'), "the entry \"disk\" is a device");
  refused(tar_entry("pipe", "", '6'), "the entry \"pipe\" is a pipe");
  refused(tar_entry("first", "2"), "the entry \"first\" is there twice");
  refused(tar_entry("first/below", "2"), "the entry \"first/below\" is both a file and a folder");
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += "a/";
  refused(tar_entry(deep + "x", "2"), "lies too deep");
}

TEST_F(Archive, TakesNamesThatBeginWithADot) {
  write_file_atomic(at("x.tar.gz"), gzip(tar_entry("./", "", '5') + tar_entry("./.a", "1") +
                                         tar_entry("b//./c", "2") + kEnd));
  read_archive(at("x.tar.gz"), at("out"));
  EXPECT_EQ(read_file(at("out") / ".a"), "1");
  EXPECT_EQ(read_file(at("out") / "b" / "c"), "2");
}

TEST_F(Archive, StopsAtTheLimit) {
  const std::string bomb = gzip(tar_entry("zeros", std::string(5'000'000, '\0')) + kEnd);
  EXPECT_LT(bomb.size(), 50'000U);
  expect_refused(bomb, Code::ResourceLimit, "unpacks to more than the 1000000 bytes", 1'000'000);
}

TEST_F(Archive, SaysThatAnArchiveIsCutShort) {
  const std::string whole =
      gzip(tar_entry("a", std::string(3000, 'a')) + tar_entry("b", "b") + kEnd);
  for (size_t length = 0; length < whole.size(); ++length) {
    SCOPED_TRACE(length);
    expect_refused(whole.substr(0, length), Code::DataCorrupt, "x.tar.gz ");
  }
  expect_refused(whole.substr(0, whole.size() - 1), Code::DataCorrupt, "is cut short");
  const std::string tar = tar_entry("a", std::string(3000, 'a'));
  expect_refused(gzip(tar.substr(0, 1000)), Code::DataCorrupt, "cut short or damaged");
}

TEST_F(Archive, NoticesAnyByteThatIsWrong) {
  const std::string whole = gzip(tar_entry("a", "some words, and some more words") + kEnd);
  // The header's flags, time, level and system say nothing about the content.
  for (size_t byte = 10; byte < whole.size(); ++byte) {
    SCOPED_TRACE(byte);
    std::string damaged = whole;
    damaged[byte] = static_cast<char>(~damaged[byte]);
    expect_refused(damaged, Code::DataCorrupt, "x.tar.gz ");
  }
}

TEST_F(Archive, RefusesWhatIsNoArchive) {
  expect_refused("not an archive at all", Code::DataCorrupt, "is not a gzip file");
  expect_refused("", Code::DataCorrupt, "is not a gzip file");
  expect_refused(gzip("not a tar"), Code::DataCorrupt, "is no tar archive");
  expect_error(Code::NotFound, "does not exist",
               [&] { read_archive(at("none.tar.gz"), at("out")); });
}

TEST_F(Archive, ReadsMembersOneAfterAnotherAndZerosBehindThem) {
  const std::string tar = tar_entry("a", "1") + kEnd;
  write_file_atomic(at("x.tar.gz"),
                    gzip(tar.substr(0, 600)) + gzip(tar.substr(600)) + std::string(100, '\0'));
  read_archive(at("x.tar.gz"), at("out"));
  EXPECT_EQ(read_file(at("out") / "a"), "1");
}

TEST_F(Archive, UnpacksOnlyIntoAnEmptyFolder) {
  write_file_atomic(at("x.tar.gz"), gzip(tar_entry("a", "1") + kEnd));
  make_folders(at("full"));
  write_file_atomic(at("full") / "mine", "precious");
  expect_error(Code::AlreadyExists, "full is not empty",
               [&] { read_archive(at("x.tar.gz"), at("full")); });
  EXPECT_EQ(read_file(at("full") / "mine"), "precious");
  make_folders(at("empty"));
  read_archive(at("x.tar.gz"), at("empty"));
  EXPECT_EQ(read_file(at("empty") / "a"), "1");
}

}  // namespace
}  // namespace sempurna
