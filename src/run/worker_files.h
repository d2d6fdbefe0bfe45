#pragma once

#include "base/confinement.h"
#include "run/executor.h"

namespace sempurna {

/// What a worker that is confined reaches: programs and libraries, what the system tells of itself,
/// the devices that compute; and of the job its folder, and what that links to (data, a card's
/// model), to read.
FileAccess files_of(const JobFolder& job);

/// The same for the model that it answers for, and the folder of its socket, which is its own.
FileAccess files_of(const ServedModel& model);

/// The same for data and a model, of which it prepares examples.
FileAccess files_of_preview(const std::filesystem::path& data, const std::filesystem::path& model);

}  // namespace sempurna
