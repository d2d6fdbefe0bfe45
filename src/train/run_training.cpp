#include "train/run_training.h"

#include <fmt/core.h>

#include "base/error.h"
#include "tensor/guard.h"
#include "train/stop_signals.h"
#include "train/training_job.h"

namespace sempurna {

namespace {

constexpr int kFailed = 1;
constexpr int kStopped = 3;

/// Tells of an error wherever someone may look; telling must not fail for the same reason again.
int tell(const JobFolder& job, Progress& progress, Code code, const std::string& message) {
  const bool stopped = code == Code::Cancelled;
  fmt::print(stderr, "{}\n", message);
  try {
    progress.write("error", {{"code", name(code)}, {"message", message}});
    if (!stopped) write_file_atomic(job.failure(), message + "\n");
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
  }
  return stopped ? kStopped : kFailed;
}

}  // namespace

int run_training(const JobFolder& job, const RunOptions& options) {
  const StopSignals signals;
  make_folders(job.output());
  Progress progress(job.progress());
  try {
    fs::remove(job.failure());
    with_torch_errors([&] {
      try {
        TrainingJob(job, options, progress).run();
      } catch (const fs::filesystem_error& error) {
        throw Error(Code::Unavailable, "{}", error.what());
      } catch (const Json::exception& error) {
        throw Error(Code::DataCorrupt, "a file of the job is not as it should be: {}",
                    error.what());
      }
    });
    return 0;
  } catch (const Error& error) {
    return tell(job, progress, error.code(), error.what());
  } catch (const std::exception& error) {
    return tell(job, progress, Code::Internal, error.what());
  }
}

}  // namespace sempurna
