#pragma once

#include "base/json.h"
#include "support/source_tree.h"

namespace sempurna {

/// What tests/golden/tuning/make_golden.py recorded.
inline const Json& golden() {
  static const Json recorded = read_json(source_tree() / "tests/golden/tuning/tuning.json");
  return recorded;
}

}  // namespace sempurna
