#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/process.h"

namespace sempurna {

/// The program of the training half, beside this one.
std::filesystem::path worker_program();

/// That with these arguments.
std::vector<std::string> worker_command(const std::vector<std::string>& arguments);

/// Why a worker ended that could not say so itself, as a sentence: `memory_advice` is what helps
/// when memory ran out, and `rest` ends it.
Error lost_worker(const Exit& exit, const std::string& memory_advice, const std::string& rest);

/// Runs another command of the worker with our own input and output, and returns its exit status.
/// Throws lost_worker() when a signal ended it.
int run_worker_command(const std::vector<std::string>& arguments);

/// Goes on as another command of the worker, with our process, input and output. Throws NotFound
/// where it cannot.
[[noreturn]] void become_worker(const std::vector<std::string>& arguments);

}  // namespace sempurna
