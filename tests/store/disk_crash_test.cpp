#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <set>
#include <sstream>
#include <thread>

#include "base/base64.h"
#include "base/process.h"
#include "crash_content.h"
#include "store/disk_index.h"
#include "store/fault_point.h"

namespace sempurna {
namespace {

/// How often each kind of death is died.
int rounds(int usual, int in_long_tests) {
  const char* set = std::getenv("SEMPURNA_LONG_TESTS");
  return set != nullptr && std::string_view(set) == "1" ? in_long_tests : usual;
}

std::string content_of(const std::string& what) {
  if (what[0] != '*') return crash_content(std::stoull(what));
  const uint64_t number = std::stoull(what.substr(1));
  return crash_part(number) + crash_content(number);
}

/// A store that is written to by a process that dies, again and again; what it said is remembered.
class DiskCrash : public testing::Test {
 protected:
  /// What may be under a key: what was acknowledged last, or what was begun after that. "-" is
  /// nothing.
  std::map<std::string, std::set<std::string>> may_be;
  TemporaryFolder folder;
  fs::path path = folder.path() / "store";
  uint64_t lives = 0;
  uint64_t steps = 0;

  /// Runs the writer until `fault` ends it or, without one, until it is killed after so long.
  void live(const std::string& fault, std::chrono::milliseconds how_long) {
    const fs::path said = folder.path() / ("said." + std::to_string(++lives));
    ::setenv(kFaultVariable.data(), fault.c_str(), 1);
    Process writer({(program_folder() / "sempurna_crash_writer").string(), path.string(),
                    std::to_string(lives)},
                   {.output = said});
    ::unsetenv(kFaultVariable.data());
    if (fault.empty()) {
      while (!fs::exists(said) || fs::file_size(said) == 0) {
        ASSERT_FALSE(writer.poll()) << "the writer ended before it began";
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
      std::this_thread::sleep_for(how_long);
      writer.signal(SIGKILL);
      ASSERT_EQ(writer.wait().signal, SIGKILL);
    } else {
      ASSERT_EQ(writer.wait().status, kFaultExit) << fault << "\n" << read_file(said);
    }
    hear(read_file(said));
  }

  void hear(const std::string& said) {
    std::istringstream lines(said);
    std::string step;
    std::string key;
    std::string what;
    while (lines >> step >> key >> what) {
      if (!may_be.contains(key)) may_be[key] = {"-"};
      if (step == "begin" || key == "shared") {
        may_be[key].insert(what);  // the writers of the shared key are in no order
      } else {
        ASSERT_EQ(step, "done") << said;
        may_be[key] = {what};
      }
      if (step == "done") {
        ++steps;
        if (key == "shared") may_be[key].erase("-");
      }
    }
  }

  void check() {
    DiskStore store(path);
    store.verify([](const DiskStore::Damage& damage) {
      ADD_FAILURE() << damage.key << ": " << damage.what;
    });
    std::set<std::string> listed;
    for (const auto& object : store.list("box", {}).objects) listed.insert(object.key);
    for (auto& [key, possible] : may_be) {
      if (!listed.contains(key)) {
        ASSERT_TRUE(possible.contains("-")) << key << " was acknowledged and is lost";
        possible = {"-"};
        continue;
      }
      listed.erase(key);
      const std::string content = read_all(*store.read("box", key));
      const auto found = std::find_if(possible.begin(), possible.end(), [&](const auto& what) {
        return what != "-" && content_of(what) == content;
      });
      ASSERT_NE(found, possible.end()) << key << " holds something else than was written last";
      possible = {*found};
    }
    EXPECT_THAT(listed, testing::IsEmpty()) << "nobody wrote these";
    store.sweep();
    check_files(store);
  }

  /// Once its unfinished uploads are aborted, the files that objects use are those that the index
  /// counts, and those that are there.
  void check_files(DiskStore& store) {
    DiskIndex index(path / "store.sqlite");
    for (const auto& upload : index.all_uploads()) store.abort(upload);
    std::set<std::string> used;
    for (const auto& object : index.objects_after("", "", 1000)) {
      for (const auto& segment : object.segments) used.insert(encode_hex(segment.file));
    }
    std::set<std::string> counted;
    for (int i = 0; i < StoredFiles::kFolders; ++i) {
      for (const auto& id : index.files_in(i)) counted.insert(encode_hex(id));
    }
    std::set<std::string> there;
    for (const auto& file : files_below(path / "objects")) there.insert(file.filename().string());
    EXPECT_EQ(counted, used);
    EXPECT_EQ(there, used);
    EXPECT_THAT(files_below(path / "incoming"), testing::IsEmpty());
  }
};

TEST_F(DiskCrash, KilledAtRandomMomentsItLosesNothingAcknowledged) {
  const int kills = rounds(10, 100);
  for (int i = 0; i < kills && !HasFatalFailure(); ++i) {
    live("", std::chrono::milliseconds(mix(1, static_cast<uint64_t>(i)) % 250));
    check();
  }
  EXPECT_GT(steps, 0);
}

TEST_F(DiskCrash, EndedAtEachStepItLosesNothingAcknowledged) {
  const char* all[] = {"create",      "write",  "sync",        "rename",
                       "sync-folder", "commit", "acknowledge", "unlink"};
  const int times = rounds(1, 12);
  for (const char* step : all) {
    for (int i = 0; i < times && !HasFatalFailure(); ++i) {
      const uint64_t count = 1 + mix(2, lives) % 40;
      live(std::string(step) + ":" + std::to_string(count), {});
      check();
    }
  }
}

/// What strace saw of one write, in order: the call and what it was made on.
std::vector<std::string> trace(const fs::path& folder, const fs::path& store) {
  const fs::path log = folder / "trace";
  const fs::path said = folder / "said";
  Process traced({"/usr/bin/strace", "-f", "-y", "-s", "60", "-o", log.string(), "-e",
                  "trace=write,pwrite64,fsync,fdatasync,rename,unlink",
                  (program_folder() / "sempurna_crash_writer").string(), store.string(), "once"},
                 {.output = said});
  if (!traced.wait().ok()) return {};
  std::vector<std::string> calls;
  std::istringstream lines(read_file(log));
  for (std::string line; std::getline(lines, line);) calls.push_back(line);
  return calls;
}

TEST(DiskWrites, ReachTheDiskInOrderBeforeTheyAreAcknowledged) {
  TemporaryFolder folder;
  if (!fs::exists("/usr/bin/strace")) GTEST_SKIP() << "strace is not installed";
  const auto calls = trace(folder.path(), folder.path() / "store");
  if (calls.empty())
    GTEST_SKIP() << "strace may not trace here: " << read_file(folder.path() / "said");
  size_t at = 0;
  // The next call, from the last one found on, that holds all of these.
  const auto expect_next = [&](std::initializer_list<std::string_view> parts) {
    for (; at < calls.size(); ++at) {
      const auto holds = [&](std::string_view part) {
        return calls[at].find(part) != std::string::npos;
      };
      if (std::all_of(parts.begin(), parts.end(), holds)) {
        ++at;
        return;
      }
    }
    std::string all;
    for (const auto& call : calls) all += call + "\n";
    FAIL() << "there is no further " << *parts.begin() << " " << *std::prev(parts.end()) << " in\n"
           << all;
  };
  for (const char* what : {"1", "2"}) {
    ASSERT_NO_FATAL_FAILURE(expect_next({"write(1<", std::string("begin k ") + what}));
    const size_t begin = at;
    ASSERT_NO_FATAL_FAILURE(expect_next({"write(", "/incoming/"}));
    ASSERT_NO_FATAL_FAILURE(expect_next({"fsync(", "/incoming/", "= 0"}));
    ASSERT_NO_FATAL_FAILURE(expect_next({"rename(", "/incoming/", "/objects/", "= 0"}));
    const std::string moved = calls[at - 1];
    const size_t from = moved.find("/objects/");
    const std::string sub = moved.substr(from, std::string("/objects/aa").size());
    ASSERT_NO_FATAL_FAILURE(expect_next({"fsync(", sub + ">", "= 0"}));
    ASSERT_NO_FATAL_FAILURE(expect_next({"pwrite64(", "store.sqlite-wal>"}));
    ASSERT_NO_FATAL_FAILURE(expect_next({"sync(", "store.sqlite-wal>", "= 0"}));
    const size_t synced = at;
    ASSERT_NO_FATAL_FAILURE(expect_next({"write(1<", std::string("done k ") + what}));
    for (size_t i = begin; i < at; ++i) {
      const bool is_file = calls[i].find("/incoming/") != std::string::npos;
      const bool is_write = calls[i].find("write") != std::string::npos;
      EXPECT_FALSE(is_file && is_write && i >= synced) << calls[i];
      const bool is_wal = calls[i].find("store.sqlite-wal>") != std::string::npos;
      EXPECT_FALSE(is_wal && is_write && i >= synced) << "written after its sync: " << calls[i];
      const bool is_unlink = calls[i].find("unlink(") != std::string::npos;
      EXPECT_FALSE(is_unlink && i < synced)
          << "removed before its successor was safe: " << calls[i];
    }
  }
}

}  // namespace
}  // namespace sempurna
