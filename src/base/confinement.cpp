#include "base/confinement.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "base/error.h"

namespace sempurna {

namespace {

namespace fs = std::filesystem;

// Newer than some systems' headers: the rights and scopes of later versions of Landlock.
constexpr uint64_t kTruncate = 1ULL << 14;     // since version 3
constexpr uint64_t kDeviceIoctl = 1ULL << 15;  // since version 5
constexpr uint64_t kAbstractSockets = 1ULL << 0;
constexpr uint64_t kSignals = 1ULL << 1;

struct Ruleset {
  uint64_t files;
  uint64_t network;
  uint64_t scopes;
};

constexpr uint64_t kRead =
    LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
constexpr uint64_t kWriteFile =
    LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | kTruncate | kDeviceIoctl;
// Without devices, which are whole disks.
constexpr uint64_t kWriteFolder =
    kWriteFile | LANDLOCK_ACCESS_FS_READ_DIR | LANDLOCK_ACCESS_FS_REMOVE_DIR |
    LANDLOCK_ACCESS_FS_REMOVE_FILE | LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG |
    LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_MAKE_SYM | LANDLOCK_ACCESS_FS_REFER;

int version() {
  static const int known = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION));
  return known;
}

/// All that this kernel can keep from a process.
Ruleset all_rules() {
  Ruleset all{.files = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1, .network = 0, .scopes = 0};
  if (version() >= 2) all.files |= LANDLOCK_ACCESS_FS_REFER;
  if (version() >= 3) all.files |= kTruncate;
  if (version() >= 5) all.files |= kDeviceIoctl;
  if (version() >= 6) all.scopes = kAbstractSockets | kSignals;
  return all;
}

[[noreturn]] void fail(const char* what) {
  throw Error(Code::Unavailable, "a worker cannot be confined, as {} failed: {}", what,
              std::generic_category().message(errno));
}

void allow(int rules, const fs::path& path, uint64_t for_folder, uint64_t for_file) {
  const int at = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (at < 0) return;
  struct stat kind {};
  ::fstat(at, &kind);
  const uint64_t rights = S_ISDIR(kind.st_mode) ? for_folder : for_file;
  const landlock_path_beneath_attr rule{.allowed_access = rights & all_rules().files,
                                        .parent_fd = at};
  const auto answer = ::syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
  ::close(at);
  if (answer != 0) fail("landlock_add_rule");
}

int make_rules(const FileAccess& files) {
  const Ruleset all = all_rules();
  // An older kernel takes a shorter description.
  const size_t size = version() >= 6 ? sizeof(all) : sizeof(all.files);
  const int rules = static_cast<int>(::syscall(SYS_landlock_create_ruleset, &all, size, 0));
  if (rules < 0) fail("landlock_create_ruleset");
  for (const auto& path : files.read)
    allow(rules, path, kRead, kRead & ~uint64_t{LANDLOCK_ACCESS_FS_READ_DIR});
  for (const auto& path : files.write) allow(rules, path, kWriteFolder, kWriteFile);
  return rules;
}

/// Denies the ways to sockets that lie outside as files, which Landlock leaves open.
std::vector<sock_filter> socket_filter() {
  const std::unique_ptr<void, decltype(&seccomp_release)> rules(seccomp_init(SCMP_ACT_ALLOW),
                                                                &seccomp_release);
  const int file = ::memfd_create("filter", MFD_CLOEXEC);
  const bool made =
      rules && file >= 0 &&
      seccomp_rule_add(rules.get(), SCMP_ACT_ERRNO(EACCES), SCMP_SYS(connect), 0) == 0 &&
      seccomp_rule_add(rules.get(), SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(io_uring_setup), 0) == 0 &&
      seccomp_export_bpf(rules.get(), file) == 0;
  std::vector<sock_filter> filter;
  if (made) {
    filter.resize(static_cast<size_t>(::lseek(file, 0, SEEK_END)) / sizeof(sock_filter));
    const auto size = static_cast<ssize_t>(filter.size() * sizeof(sock_filter));
    if (::pread(file, filter.data(), filter.size() * sizeof(sock_filter), 0) != size) filter = {};
  }
  ::close(file);
  if (filter.empty()) fail("libseccomp");
  return filter;
}

/// Who is not root gets a network as the root of a user namespace.
bool leave_network() noexcept {
  return ::unshare(CLONE_NEWNET) == 0 || ::unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0;
}

/// Root stays the owner of its files, and may be let to others' by the rules.
bool drop_privileges() noexcept {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct held[_LINUX_CAPABILITY_U32S_3] = {};
  if (::syscall(SYS_capget, &header, held) != 0) return false;
  constexpr uint32_t kKept = 1U << CAP_DAC_OVERRIDE;
  const uint32_t kept = held[0].permitted & kKept;
  held[0] = {.effective = kept, .permitted = kept, .inheritable = 0};
  held[1] = {};
  return ::syscall(SYS_capset, &header, held) == 0;
}

}  // namespace

Confinement::Confinement(const FileAccess& files) : filter_(socket_filter()) {
  if (keeps_files()) rules_ = make_rules(files);
}

Confinement::~Confinement() {
  if (rules_ >= 0) ::close(rules_);
}

bool Confinement::keeps_files() {
  return version() >= 1;
}

bool Confinement::enter() const noexcept {
  if (!leave_network()) return false;
  // What the last two steps ask of who is not root; and no program that is started gives rights.
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !drop_privileges()) return false;
  if (rules_ >= 0 && ::syscall(SYS_landlock_restrict_self, rules_, 0) != 0) return false;
  const sock_fprog program{.len = static_cast<unsigned short>(filter_.size()),
                           .filter = const_cast<sock_filter*>(filter_.data())};
  return ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace sempurna
