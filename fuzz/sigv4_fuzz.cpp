// Any request that claims to be signed: it is refused, never let in, and never crashes. What is
// refused for its signature counts as signed, however its names are written.

#include <cstdlib>
#include <string>

#include "accepts.h"
#include "access/access_error.h"
#include "access/authenticate.h"

using namespace sempurna;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Method, path, query, then a header a line: name:value.
  std::string text(reinterpret_cast<const char*>(data), size);
  SignableRequest request;
  std::string* const parts[] = {&request.method, &request.path, &request.query};
  size_t at = 0;
  for (size_t line = 0; at < text.size(); ++line) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const std::string one = text.substr(at, end - at);
    at = end + 1;
    if (line < 3) {
      *parts[line] = one;
      continue;
    }
    const auto colon = one.find(':');
    if (colon != std::string::npos)
      request.headers.push_back({one.substr(0, colon), one.substr(colon + 1)});
  }
  const KeyLookup keys = [](const std::string&, const std::string&) {
    KnownKey key{"a secret that nobody knows", {}};
    key.caller.access_key_id = "AKIA";
    return key;
  };
  const std::string service = signed_service(request);
  if (!service.empty() && !is_signed(request)) std::abort();
  accepts([&] {
    try {
      const Authenticated from = authenticate(request, {"us-east-1"}, keys,
                                              Time(std::chrono::milliseconds(1767323045000)));
      if (!from.caller.is_anonymous()) std::abort();
    } catch (const AccessError& error) {
      if (error.fault() == AccessFault::SignatureDoesNotMatch && !is_signed(request)) std::abort();
      throw;
    }
  });
  return 0;
}
