#pragma once

#include <cstddef>
#include <span>

#include "base/error.h"

namespace sempurna {

/// Runs a parser on foreign bytes. Refusing them is right, a fault of our own is not.
template <typename Parse>
void accepts(Parse&& parse) {
  try {
    parse();
  } catch (const Error& error) {
    if (error.code() == Code::Internal) __builtin_trap();
  }
}

/// Touches every byte, so that a view that reaches outside is seen.
inline void touch(std::span<const std::byte> bytes) {
  unsigned sum = 0;
  for (const std::byte byte : bytes) sum += static_cast<unsigned>(byte);
  volatile unsigned kept = sum;
  static_cast<void>(kept);
}

}  // namespace sempurna
