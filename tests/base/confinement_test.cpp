#include "base/confinement.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "base/error.h"
#include "base/files.h"
#include "base/process.h"

namespace sempurna {
namespace {

/// What a shell says that reads `read` and writes `write` beside what programs need; and how it
/// ended.
class ConfinementTest : public testing::Test {
 protected:
  void SetUp() override {
    make_folders(inside_);
    make_folders(shown_);
    write_file_atomic(shown_ / "data", "shown\n");
    write_file_atomic(folder_.path() / "secret", "secret\n");
    // Who is not root needs user namespaces, which containers often deny; a worker is not started
    // there either.
    if (run("true").status == kExitNotConfined) {
      GTEST_SKIP() << "this system allows no user namespaces";
    }
  }

  Exit run(const std::string& script) {
    const Confinement confinement(
        {.read = {"/usr", "/bin", "/lib", "/lib64", "/etc/ld.so.cache", "/proc", shown_},
         .write = {"/dev/null", inside_, folder_.path() / "is not there"}});
    fs::remove(log_);
    const Process::Options options{.output = log_, .confinement = &confinement};
    return Process({"/bin/sh", "-c", "cd " + folder_.path().string() + "\n" + script}, options)
        .wait();
  }
  std::string said() const { return read_file(log_); }

  const TemporaryFolder folder_;
  const fs::path inside_ = folder_.path() / "inside";
  const fs::path shown_ = folder_.path() / "shown";
  const fs::path log_ = folder_.path() / "log";
};

TEST_F(ConfinementTest, HasNoNetwork) {
  EXPECT_TRUE(run("tail -n +3 /proc/net/dev").ok());
  const std::string devices = said();
  EXPECT_EQ(std::count(devices.begin(), devices.end(), '\n'), 1) << devices;
  EXPECT_NE(devices.find("lo:"), std::string::npos) << devices;
}

TEST_F(ConfinementTest, ReadsAndWritesWhatItIsGiven) {
  EXPECT_TRUE(run("cat shown/data; mkdir inside/new && echo made >inside/new/one.partial &&"
                  "mv inside/new/one.partial inside/one && cat inside/one && rmdir inside/new")
                  .ok());
  EXPECT_EQ(said(), "shown\nmade\n");
  EXPECT_EQ(read_file(inside_ / "one"), "made\n");
}

TEST_F(ConfinementTest, NothingElseIsReadOrChanged) {
  // Before Linux 5.13, or where it is left out: the worker's log says so then.
  if (!Confinement::keeps_files()) GTEST_SKIP() << "this kernel has no Landlock";
  for (const char* denied :
       {"cat secret", "ls .", "echo more >>shown/data", "rm shown/data", "echo a >new",
        "truncate -s 0 secret", "mv inside ../other", "cat /etc/passwd", "ln -s secret shown/link",
        "cat <secret", "mknod inside/disk b 8 0", "head -c 1 /dev/kmsg"}) {
    EXPECT_FALSE(run(denied).ok()) << denied << "\n" << said();
  }
  // A link inside opens nothing that lies outside.
  EXPECT_FALSE(run("ln -s ../secret inside/link && cat inside/link").ok());
  EXPECT_EQ(said().find("secret\n"), std::string::npos) << said();
  EXPECT_EQ(read_file(shown_ / "data"), "shown\n");
  EXPECT_EQ(read_file(folder_.path() / "secret"), "secret\n");
}

TEST_F(ConfinementTest, HasNoPrivilegesThatReachFurther) {
  EXPECT_TRUE(run("grep -E '^(CapEff|NoNewPrivs)' /proc/self/status").ok());
  // CAP_DAC_OVERRIDE, or none.
  EXPECT_TRUE(said() == "CapEff:\t0000000000000002\nNoNewPrivs:\t1\n" ||
              said() == "CapEff:\t0000000000000000\nNoNewPrivs:\t1\n")
      << said();
  EXPECT_FALSE(run("mount -t tmpfs none inside").ok());
  EXPECT_FALSE(run("chroot inside /bin/true").ok());
}

TEST_F(ConfinementTest, ConnectsToNoSocketThatLiesInAFolder) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string path = (shown_ / "s").string();
  path.copy(address.sun_path, sizeof(address.sun_path) - 1);
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  const std::string connects =
      "/usr/bin/python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"shown/s\")'";
  EXPECT_FALSE(run(connects).ok());
  EXPECT_NE(said().find("Permission denied"), std::string::npos) << said();
  ::close(listener);
}

TEST_F(ConfinementTest, IsSignalledAsAnyOther) {
  const Confinement confinement({.read = {"/usr", "/bin", "/lib", "/lib64"}, .write = {}});
  Process child({"/bin/sleep", "60"}, {.output = {}, .confinement = &confinement});
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait().signal, SIGTERM);
}

}  // namespace
}  // namespace sempurna
