#pragma once

#include <benchmark/benchmark.h>

#include <string>

#include "tensor/cpu.h"
#include "tensor/memory.h"
#include "train/threads.h"

namespace sempurna {

/// main() of benchmarks of the training half: what the worker and a training job do before they
/// compute, then the benchmarks that `add` registers.
inline int run_benchmarks(int argc, char** argv, void (*add)()) {
  restart_in_good_environment(argv);
  keep_freed_memory();
  set_compute_threads(usable_threads());
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
  add();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

/// Several threads compute, so wall time counts.
inline void add_benchmark(const std::string& name, auto run) {
  benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace sempurna
