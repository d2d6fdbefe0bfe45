#pragma once

#include <cstdint>
#include <functional>

namespace sempurna {

/// Calls `body(i)` once for every i in [0, n), on up to `threads` threads, the caller's among them.
/// Which thread takes which i is left open, so `body` writes only to its own place. When calls
/// throw, no new ones begin and the exception of the lowest i among those begun is thrown on.
void parallel_for(int64_t n, int threads, const std::function<void(int64_t)>& body);

}  // namespace sempurna
