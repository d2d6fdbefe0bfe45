#pragma once

#include "api/dialect.h"

namespace sempurna::ec2 {

/// Of AWS EC2: the configured networks. Source: AWS EC2 API Reference.
const Dialect& dialect();

}  // namespace sempurna::ec2
