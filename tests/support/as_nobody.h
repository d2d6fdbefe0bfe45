#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace sempurna {

/// While it lives, root is somebody whom permissions bind, and who owns all below a folder. Nothing
/// for anybody else.
class AsNobody {
 public:
  explicit AsNobody(const std::filesystem::path& folder) : is_root_(::geteuid() == 0) {
    if (!is_root_) return;
    give(folder);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) give(entry);
    is_root_ = ::seteuid(kNobody) == 0;
  }
  ~AsNobody() {
    if (is_root_ && ::seteuid(0) != 0) std::abort();
  }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;

 private:
  static constexpr uid_t kNobody = 65534;

  static void give(const std::filesystem::path& path) {
    if (::lchown(path.c_str(), kNobody, static_cast<gid_t>(-1)) != 0) std::abort();
  }

  bool is_root_;
};

}  // namespace sempurna
