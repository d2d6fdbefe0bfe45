#pragma once

namespace sempurna {

/// Processors that this process may use at once, at least 1: affinity and cgroup quota.
int usable_threads();

}  // namespace sempurna
