#pragma once

#include <chrono>
#include <cstddef>

namespace sempurna {

// What an endpoint's request may be. Source: Amazon SageMaker API Reference, InvokeEndpoint.

constexpr size_t kLargestInvocation = 6291456;  ///< bytes of its body
constexpr std::chrono::seconds kInvocationWithin{60};

}  // namespace sempurna
