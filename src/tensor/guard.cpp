#include "tensor/guard.h"

#include <c10/util/Exception.h>

#include <new>
#include <string>

#include "base/error.h"

namespace sempurna {

void with_torch_errors(const std::function<void()>& body) {
  constexpr auto kAdvice = "there is not enough memory; lower batch_size or choose a smaller model";
  try {
    body();
  } catch (const std::bad_alloc&) {
    throw Error(Code::ResourceLimit, "{}", kAdvice);
  } catch (const c10::Error& error) {
    const std::string what = error.what_without_backtrace();
    if (what.find("not enough memory") != std::string::npos ||
        what.find("can't allocate memory") != std::string::npos) {
      throw Error(Code::ResourceLimit, "{}", kAdvice);
    }
    throw Error(Code::Internal, "libtorch: {}", what);
  }
}

}  // namespace sempurna
