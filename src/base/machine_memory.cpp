#include "base/machine_memory.h"

#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>

#include "base/files.h"

namespace sempurna {

namespace {

/// The number behind `key` in a file of lines "key: number kB" or "key number".
std::optional<uint64_t> number_in(const fs::path& file, const std::string& key) {
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(key)) continue;
    std::istringstream rest(line.substr(key.size()));
    uint64_t number = 0;
    std::string unit;
    if (!(rest >> number)) continue;
    rest >> unit;
    return unit == "kB" ? number * 1024 : number;
  }
  return std::nullopt;
}

std::optional<uint64_t> only_number(const fs::path& file) {
  std::ifstream in(file);
  uint64_t number = 0;
  if (in >> number) return number;
  return std::nullopt;  // "max": no limit
}

/// Calls `visit` with the folder of this process' control group and of each around it (cgroup
/// version 2).
template <typename Visit>
void each_group(Visit visit) {
  std::ifstream in("/proc/self/cgroup");
  std::string group;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("0::")) group = line.substr(3);
  }
  if (group.empty()) return;
  const fs::path root = "/sys/fs/cgroup";
  for (fs::path at = root / fs::path(group).relative_path();; at = at.parent_path()) {
    visit(at);
    if (at == root || !at.has_relative_path()) break;
  }
}

std::optional<uint64_t> less_of(std::optional<uint64_t> one, std::optional<uint64_t> other) {
  if (one && other) return std::min(*one, *other);
  return one ? one : other;
}

/// What is left to the control groups.
std::optional<uint64_t> left_to_groups() {
  std::optional<uint64_t> left;
  each_group([&](const fs::path& at) {
    const auto limit = only_number(at / "memory.max");
    const auto used = only_number(at / "memory.current");
    if (!limit || !used) return;
    // Pages of files count as used, but the system takes them back first.
    const uint64_t files = number_in(at / "memory.stat", "inactive_file").value_or(0);
    const uint64_t taken = *used - std::min(*used, files);
    left = less_of(left, *limit - std::min(*limit, taken));
  });
  return left;
}

}  // namespace

uint64_t available_memory() {
  return less_of(number_in("/proc/meminfo", "MemAvailable:"), left_to_groups()).value_or(0);
}

uint64_t total_memory() {
  auto total = number_in("/proc/meminfo", "MemTotal:");
  each_group([&](const fs::path& at) { total = less_of(total, only_number(at / "memory.max")); });
  return total.value_or(0);
}

uint64_t resident_memory() {
  return number_in("/proc/self/status", "VmRSS:").value_or(0);
}

uint64_t peak_memory() {
  return number_in("/proc/self/status", "VmHWM:").value_or(0);
}

void reset_peak_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

std::string bytes_text(uint64_t bytes) {
  const auto b = static_cast<double>(bytes);
  if (b >= 1e9) return fmt::format("{:.1f} GB", b / 1e9);
  if (b >= 1e6) return fmt::format("{:.0f} MB", b / 1e6);
  return fmt::format("{:.0f} kB", b / 1e3);
}

}  // namespace sempurna
