#pragma once

#include "access/policy.h"

namespace sempurna {

/// Whether a bucket's policy lets in whoever comes: a statement that allows everybody something
/// without a condition that narrows it to fixed addresses, accounts, sources or callers.
/// Source: Amazon S3 User Guide, "Blocking public access", "The meaning of public".
bool is_public(const Policy& policy);

}  // namespace sempurna
