#pragma once

#include <functional>

namespace sempurna {

/// Runs `body`; what libtorch throws becomes an Error: lack of memory a ResourceLimit with advice,
/// anything else Internal, without libtorch's backtrace.
void with_torch_errors(const std::function<void()>& body);

}  // namespace sempurna
