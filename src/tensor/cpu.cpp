#include "tensor/cpu.h"

#include <dlfcn.h>
#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/openmp.h"
#include "base/usable_threads.h"

namespace sempurna {

namespace {

constexpr auto kCoreType = "OPENBLAS_CORETYPE";

std::string model_name() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    if (!line.starts_with("model name")) continue;
    const auto colon = line.find(": ");
    if (colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

bool has_flag(std::string_view flag) {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with("flags")) return (line + " ").find(fmt::format(" {} ", flag)) != line.npos;
  }
  return false;
}

bool has_avx512() {
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
}

}  // namespace

CpuFacts cpu_facts() {
  CpuFacts facts{model_name(), usable_threads(), {}};
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) facts.features.emplace_back("avx2");
  if (has_avx512()) facts.features.emplace_back("avx512");
  for (const auto* flag : {"avx512_bf16", "amx_bf16"}) {
    if (has_flag(flag)) facts.features.emplace_back(flag);
  }
  return facts;
}

std::optional<std::string> coretype_for(std::string_view chosen, bool cpu_has_avx512) {
  constexpr std::string_view kWithAvx512[] = {"SkylakeX", "Cooperlake", "SapphireRapids"};
  const bool good =
      std::find(std::begin(kWithAvx512), std::end(kWithAvx512), chosen) != std::end(kWithAvx512);
  if (!cpu_has_avx512 || good) return std::nullopt;
  return "SKYLAKEX";
}

std::optional<std::string> openblas_coretype_needed() {
  if (std::getenv(kCoreType) != nullptr) return std::nullopt;
  using Name = const char* (*)();
  // Asked of whatever BLAS this program has loaded; no header, for it need not be OpenBLAS.
  const auto name = reinterpret_cast<Name>(dlsym(RTLD_DEFAULT, "openblas_get_corename"));
  if (name == nullptr) return std::nullopt;
  return coretype_for(name(), has_avx512());
}

void restart_in_good_environment(char** argv) {
  bool changed = spin_briefly();
  if (const auto type = openblas_coretype_needed())
    changed = setenv(kCoreType, type->c_str(), 1) == 0 || changed;
  if (!changed) return;
  // By its own path where that still leads to it, so that `ps` shows the program's name.
  std::error_code unknown;
  const auto path = std::filesystem::read_symlink("/proc/self/exe", unknown);
  if (!unknown) execv(path.c_str(), argv);
  execv("/proc/self/exe", argv);
  // It only costs speed when the program cannot be started anew.
  std::perror("sempurna: cannot restart for a faster OpenBLAS and OpenMP");
}

}  // namespace sempurna
