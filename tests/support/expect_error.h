#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/error.h"

namespace sempurna {

/// Fails unless `act` throws an Error of that code whose message contains `part`.
template <typename Act>
void expect_error(Code code, std::string_view part, Act&& act) {
  try {
    act();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_NE(std::string_view(error.what()).find(part), std::string_view::npos)
        << "the message is: " << error.what() << "\nand lacks:      " << part;
    return;
  }
  ADD_FAILURE() << "nothing was thrown where \"" << part << "\" was expected";
}

}  // namespace sempurna
