#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// What a report says of the processor.
struct CpuFacts {
  std::string model;  ///< as /proc/cpuinfo has it, "unknown" when it has none
  int threads;        ///< usable_threads()
  std::vector<std::string>
      features;  ///< those that matter here: avx2, avx512, avx512_bf16, amx_bf16
};

CpuFacts cpu_facts();

/// The OPENBLAS_CORETYPE to set, when the loaded OpenBLAS runs kernels below what the CPU can do:
/// Debian's 0.3.21 takes a processor that it does not know for one without AVX-512, at half the
/// speed. Empty when it chose well, was told already, or another BLAS is loaded.
std::optional<std::string> openblas_coretype_needed();

/// The rule behind it: `chosen` is what OpenBLAS calls the kernels that it runs.
std::optional<std::string> coretype_for(std::string_view chosen, bool cpu_has_avx512);

/// To be called first thing in main: sets the environment in which OpenBLAS and OpenMP compute
/// best, both of which read it only while they are loaded, and starts the program anew with it.
/// What the person has set stays. Returns when nothing is to be changed.
void restart_in_good_environment(char** argv);

}  // namespace sempurna
