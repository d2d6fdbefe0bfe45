#include "base/failure_json.h"

#include "base/json.h"

namespace sempurna {

std::string failure_json(Code code, std::string_view sentence) {
  const Json error = {{"code", name(code)}, {"message", sentence}};
  return to_pretty({{"error", error}});
}

}  // namespace sempurna
