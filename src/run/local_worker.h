#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "base/process.h"
#include "catalog/job_folder.h"

namespace sempurna {

/// The program of the training half, beside this one.
std::filesystem::path worker_program();

/// Runs `sempurna-worker train` on the folder and hands each progress event to `on_event`. Its log
/// lines go to <job>/log.txt. Returns when the worker has ended. When `stop` becomes true the
/// worker is asked to stop (it saves its state), and killed after 30 seconds.
Exit run_local_worker(const JobFolder& job, const std::function<void(const Json&)>& on_event,
                      const std::function<bool()>& stop);

/// Why a worker ended that could not say so itself, as a sentence: `memory_advice` is what helps
/// when memory ran out, and `rest` ends it.
Error lost_worker(const Exit& exit, const std::string& memory_advice, const std::string& rest);

/// Runs another command of the worker with our own input and output, and returns its exit status.
/// Throws lost_worker() when a signal ended it.
int run_worker_command(const std::vector<std::string>& arguments);

}  // namespace sempurna
