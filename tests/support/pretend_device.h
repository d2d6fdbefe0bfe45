#pragma once

#include "tensor/device.h"

namespace sempurna {

/// A device of the tests' own, libtorch's PrivateUse1: it computes what the CPU computes, but its
/// memory cannot be read or written by the program. Code that takes a device's tensor for one of
/// the CPU's ends the process with a segmentation fault.
Device pretend_device();

}  // namespace sempurna
