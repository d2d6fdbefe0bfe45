#pragma once

#include <string>

#include "catalog/job_folder.h"

namespace sempurna {

/// `text` with the places that the person gave instead of the job's own links to them, or the
/// copies of what lies in S3.
std::string with_given_places(const JobFolder& folder, std::string text);

}  // namespace sempurna
