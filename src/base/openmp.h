#pragma once

namespace sempurna {

/// Has the threads of GCC's OpenMP spin half a millisecond, then sleep. By default they spin for
/// many, which starves whatever else the machine does, their own siblings first. It is read when
/// OpenMP is loaded: this is for a program that is started from here, or started anew. What the
/// person has set stays; true when something was set. To be called before there are threads.
bool spin_briefly();

}  // namespace sempurna
