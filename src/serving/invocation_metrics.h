#pragma once

#include <array>
#include <chrono>
#include <string_view>

#include "serving/endpoints.h"

namespace sempurna {

/// What is known of the requests to a variant, by the names that CloudWatch has for them.
inline constexpr std::array<std::string_view, 6> kInvocationMetrics = {
    "Invocation4XXErrors",    // 1 where the model refused, else 0
    "Invocation5XXErrors",    // 1 where it failed, did not answer in time or was not there, else 0
    "InvocationModelErrors",  // 1 in either case
    "Invocations",            // 1
    "ModelLatency",           // of the model, in microseconds
    "OverheadLatency",        // of the server beside it, in microseconds
};

/// Counts a request that was answered, all in all, within this time.
void count_invocation(const EndpointAnswer& answered, std::chrono::nanoseconds within);

}  // namespace sempurna
