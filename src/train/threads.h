#pragma once

namespace sempurna {

/// Fixes the number of threads of every library that computes here, because results depend on it.
void set_compute_threads(int threads);

}  // namespace sempurna
