#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// The steps of a write, in their order, at which tests can make it fail.
///
///   create, write, sync      a file in incoming/
///   rename, sync-folder      into objects/
///   commit, acknowledge      before and after the row that names it is on disk
///   unlink                   of a file that nothing names any more
///
/// The environment says what happens, read once: SEMPURNA_FAULT=STEP:COUNT ends the process the
/// COUNT-th time that STEP is about to be taken, without any clean-up, as a kill would;
/// SEMPURNA_FAULT=STEP:COUNT:ERROR makes it and all later ones fail: "full" (the disk), "io",
/// "read-only". Without it nothing ever happens.
constexpr std::string_view kFaultVariable = "SEMPURNA_FAULT";

/// What the process returns when a fault ends it.
constexpr int kFaultExit = 86;

/// The error number that this step shall fail with; 0: it shall not.
int fault_at(std::string_view step);

/// For tests within the process: as the environment says it; empty: none. Throws InvalidArgument.
void set_fault(const std::string& fault);

}  // namespace sempurna
