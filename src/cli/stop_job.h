#pragma once

#include <string>

namespace sempurna {

/// Asks for the end of a job, whoever started it, and waits for it: says what it has become. Throws
/// Conflict where it is not at work.
int stop_job(const std::string& name);

/// Shows what a job said; with `follow`, also what it says from now on, until it has ended.
int show_log(const std::string& name, bool follow);

}  // namespace sempurna
