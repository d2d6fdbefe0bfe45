#include "store/fault_point.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <map>
#include <mutex>

#include "base/error.h"
#include "base/number.h"

namespace sempurna {

namespace {

struct Fault {
  std::string step;
  int64_t passes_left = 0;
  int error = 0;  // 0: the process ends
};

const std::map<std::string_view, int> kErrors = {
    {"full", ENOSPC}, {"io", EIO}, {"read-only", EROFS}};

std::atomic<bool> is_set = false;
std::mutex mutex;
Fault fault;

Fault parse(std::string_view text) {
  const size_t first = text.find(':');
  const auto rest = first == std::string_view::npos ? std::string_view() : text.substr(first + 1);
  const size_t second = rest.find(':');
  const auto count = rest.substr(0, second);
  Fault parsed{.step = std::string(text.substr(0, first))};
  parsed.passes_left = read_number<int>(count).value_or(0);
  bool is_error = second == std::string_view::npos;
  if (!is_error) {
    const auto found = kErrors.find(rest.substr(second + 1));
    is_error = found != kErrors.end();
    if (is_error) parsed.error = found->second;
  }
  if (parsed.step.empty() || parsed.passes_left < 1 || !is_error) {
    throw Error(Code::InvalidArgument,
                "{}={} is no fault; write STEP:COUNT or STEP:COUNT:full, io or read-only",
                kFaultVariable, text);
  }
  return parsed;
}

bool read_environment() {
  const char* text = std::getenv(kFaultVariable.data());
  if (text != nullptr && *text != '\0') set_fault(text);
  return true;
}

}  // namespace

void set_fault(const std::string& text) {
  const std::lock_guard lock(mutex);
  fault = text.empty() ? Fault{} : parse(text);
  is_set = !text.empty();
}

int fault_at(std::string_view step) {
  static const bool has_read_environment = read_environment();
  static_cast<void>(has_read_environment);
  if (!is_set.load(std::memory_order_relaxed)) return 0;
  const std::lock_guard lock(mutex);
  if (step != fault.step) return 0;
  if (fault.passes_left > 0) --fault.passes_left;
  if (fault.passes_left > 0) return 0;
  if (fault.error == 0) ::_exit(kFaultExit);
  return fault.error;
}

}  // namespace sempurna
