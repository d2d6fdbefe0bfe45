#include "catalog/instance_types.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/nearest.h"
#include "base/number.h"
#include "base/usable_threads.h"

namespace sempurna {

const std::vector<TrainingInstance>& training_instances() {
  // clang-format off
  static const std::vector<TrainingInstance> kInstances = {
      {"ml.p2.xlarge", "K80", 1, 12, 4, 61},
      {"ml.p2.8xlarge", "K80", 8, 12, 32, 488},
      {"ml.p2.16xlarge", "K80", 16, 12, 64, 732},
      {"ml.p3.2xlarge", "V100", 1, 16, 8, 61},
      {"ml.p3.8xlarge", "V100", 4, 16, 32, 244},
      {"ml.p3.16xlarge", "V100", 8, 16, 64, 488},
      {"ml.p3dn.24xlarge", "V100", 8, 32, 96, 768},
      {"ml.g4dn.xlarge", "T4", 1, 16, 4, 16},
      {"ml.g4dn.2xlarge", "T4", 1, 16, 8, 32},
      {"ml.g4dn.4xlarge", "T4", 1, 16, 16, 64},
      {"ml.g4dn.8xlarge", "T4", 1, 16, 32, 128},
      {"ml.g4dn.16xlarge", "T4", 1, 16, 64, 256},
      {"ml.g4dn.12xlarge", "T4", 4, 16, 48, 192},
      {"ml.g5.xlarge", "A10G", 1, 24, 4, 16},
      {"ml.g5.2xlarge", "A10G", 1, 24, 8, 32},
      {"ml.g5.4xlarge", "A10G", 1, 24, 16, 64},
      {"ml.g5.8xlarge", "A10G", 1, 24, 32, 128},
      {"ml.g5.16xlarge", "A10G", 1, 24, 64, 256},
      {"ml.g5.12xlarge", "A10G", 4, 24, 48, 192},
      {"ml.g5.24xlarge", "A10G", 4, 24, 96, 384},
      {"ml.g5.48xlarge", "A10G", 8, 24, 192, 768},
      {"ml.g6.xlarge", "L4", 1, 24, 4, 16},
      {"ml.g6.2xlarge", "L4", 1, 24, 8, 32},
      {"ml.g6.4xlarge", "L4", 1, 24, 16, 64},
      {"ml.g6.8xlarge", "L4", 1, 24, 32, 128},
      {"ml.g6.16xlarge", "L4", 1, 24, 64, 256},
      {"ml.g6.12xlarge", "L4", 4, 24, 48, 192},
      {"ml.g6.24xlarge", "L4", 4, 24, 96, 384},
      {"ml.g6.48xlarge", "L4", 8, 24, 192, 768},
      {"ml.g6e.xlarge", "L40S", 1, 48, 4, 32},
      {"ml.g6e.2xlarge", "L40S", 1, 48, 8, 64},
      {"ml.g6e.4xlarge", "L40S", 1, 48, 16, 128},
      {"ml.g6e.8xlarge", "L40S", 1, 48, 32, 256},
      {"ml.g6e.16xlarge", "L40S", 1, 48, 64, 512},
      {"ml.g6e.12xlarge", "L40S", 4, 48, 48, 384},
      {"ml.g6e.24xlarge", "L40S", 4, 48, 96, 768},
      {"ml.g6e.48xlarge", "L40S", 8, 48, 192, 1536},
      {"ml.g7e.2xlarge", "RTX PRO Server 6000", 1, 96, 8, 64},
      {"ml.g7e.4xlarge", "RTX PRO Server 6000", 1, 96, 16, 128},
      {"ml.g7e.8xlarge", "RTX PRO Server 6000", 1, 96, 32, 256},
      {"ml.g7e.12xlarge", "RTX PRO Server 6000", 2, 96, 48, 512},
      {"ml.g7e.24xlarge", "RTX PRO Server 6000", 4, 96, 96, 1024},
      {"ml.g7e.48xlarge", "RTX PRO Server 6000", 8, 96, 192, 2048},
      {"ml.p4d.24xlarge", "A100", 8, 40, 96, 1152},
      {"ml.p4de.24xlarge", "A100", 8, 80, 96, 1152},
      {"ml.p5.4xlarge", "H100", 1, 80, 16, 256},
      {"ml.p5.48xlarge", "H100", 8, 80, 192, 2048},
      {"ml.p5e.48xlarge", "H200", 8, 141, 192, 2048},
      {"ml.p5en.48xlarge", "H200", 8, 141, 192, 2048},
      {"ml.p6-b200.48xlarge", "B200", 8, 179, 192, 2048},
      {"ml.p6-b300.48xlarge", "B300", 8, 269, 192, 4096},
      {"ml.m4.xlarge", "", 0, 0, 4, 16},
      {"ml.m4.2xlarge", "", 0, 0, 8, 32},
      {"ml.m4.4xlarge", "", 0, 0, 16, 64},
      {"ml.m4.10xlarge", "", 0, 0, 40, 160},
      {"ml.m4.16xlarge", "", 0, 0, 64, 256},
      {"ml.m5.large", "", 0, 0, 2, 8},
      {"ml.m5.xlarge", "", 0, 0, 4, 16},
      {"ml.m5.2xlarge", "", 0, 0, 8, 32},
      {"ml.m5.4xlarge", "", 0, 0, 16, 64},
      {"ml.m5.12xlarge", "", 0, 0, 48, 192},
      {"ml.m5.24xlarge", "", 0, 0, 96, 384},
      {"ml.c4.xlarge", "", 0, 0, 4, 8},
      {"ml.c4.2xlarge", "", 0, 0, 8, 15},
      {"ml.c4.4xlarge", "", 0, 0, 16, 30},
      {"ml.c4.8xlarge", "", 0, 0, 36, 60},
      {"ml.c5.xlarge", "", 0, 0, 4, 8},
      {"ml.c5.2xlarge", "", 0, 0, 8, 16},
      {"ml.c5.4xlarge", "", 0, 0, 16, 32},
      {"ml.c5.9xlarge", "", 0, 0, 36, 72},
      {"ml.c5.18xlarge", "", 0, 0, 72, 144},
  };
  // clang-format on
  return kInstances;
}

const TrainingInstance* find_training_instance(std::string_view name) {
  const auto& all = training_instances();
  const auto found = std::ranges::find(all, name, &TrainingInstance::name);
  return found == all.end() ? nullptr : &*found;
}

const TrainingInstance& training_instance(const std::string& name) {
  if (const TrainingInstance* found = find_training_instance(name)) return *found;
  std::vector<std::string> names;
  for (const auto& instance : training_instances()) names.emplace_back(instance.name);
  throw Error(Code::InvalidArgument, "there is no instance type {}.{} `local` is this machine",
              name, did_you_mean(name, names));
}

std::string stands_behind(const TrainingInstance& instance, int64_t batch_size) {
  const int threads = usable_threads();
  const std::string here =
      fmt::format("this machine ({} {})", threads, threads == 1 ? "processor" : "processors");
  if (instance.gpus == 0) {
    return fmt::format("{} has {} processors and {} GiB of memory; {} stands behind it here",
                       instance.name, instance.cpus, instance.memory_gib, here);
  }
  const std::string gpus = instance.gpus == 1 ? "1 GPU" : fmt::format("{} GPUs", instance.gpus);
  const std::string whole = fmt::format("{} has {} ({}, {} GiB each); {} stands behind it here",
                                        instance.name, gpus, instance.gpu, instance.gpu_gib, here);
  if (instance.gpus == 1) return whole;
  return fmt::format(
      "{}, where one process computes each batch of {} whole, which there are {} "
      "for each GPU",
      whole, batch_size, (batch_size + instance.gpus - 1) / instance.gpus);
}

std::string instance_words(const JobInput& job) {
  const TrainingInstance* instance = find_training_instance(job.instance_type);
  const auto batch = job.hyperparameters.find("batch_size");
  if (instance == nullptr || batch == job.hyperparameters.end()) return "";
  return stands_behind(*instance, read_number<int64_t>(batch->second).value_or(0));
}

}  // namespace sempurna
