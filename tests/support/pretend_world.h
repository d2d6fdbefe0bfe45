#pragma once

#include <exception>
#include <functional>
#include <string>
#include <vector>

#include "tensor/world.h"

namespace sempurna {

/// Runs `body` as each rank of a world of `size`, which are threads of this process that compute
/// with one thread each, and gives back what each threw: null where it ended well.
std::vector<std::exception_ptr> in_ranks(int size, const std::function<void(World&)>& body);

/// The same where none may throw; the first that did fails the test.
void in_ranks_without_error(int size, const std::function<void(World&)>& body);

/// What it says, or "" of null.
std::string message_of(const std::exception_ptr& error);

}  // namespace sempurna
