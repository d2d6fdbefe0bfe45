#pragma once

#include "api/json/operation.h"

namespace sempurna::logs {

using json::Operation;

// Each answers one operation of the Amazon CloudWatch Logs API Reference with the members of its
// output.

// groups.cpp
Json describe_log_groups(Operation& op);
Json describe_log_streams(Operation& op);

// events.cpp
Json get_log_events(Operation& op);

// filter.cpp
Json filter_log_events(Operation& op);

}  // namespace sempurna::logs
