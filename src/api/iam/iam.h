#pragma once

#include "api/dialect.h"

namespace sempurna::iam {

/// AWS IAM: what clients make to read roles and users, and one's own access keys. Source: AWS IAM
/// API Reference.
const Dialect& dialect();

}  // namespace sempurna::iam
