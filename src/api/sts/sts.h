#pragma once

#include "api/dialect.h"

namespace sempurna::sts {

/// AWS STS: who one is, and temporary credentials. Source: AWS STS API Reference.
const Dialect& dialect();

}  // namespace sempurna::sts
