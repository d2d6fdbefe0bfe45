// A browser's upload by POST, whatever the sizes of the reads, and its policy.

#include <array>
#include <string_view>

#include "accepts.h"
#include "api/s3/form_policy.h"
#include "api/s3/form_reader.h"
#include "pieces.h"

using namespace sempurna;

namespace {

void read(std::string_view text, size_t piece) {
  Pieces body(text, piece);
  s3::FormReader form(body, "multipart/form-data; boundary=xyz");
  std::array<std::byte, 100> buffer;
  while (const size_t count = form.read(buffer)) touch(std::span(buffer).first(count));
  const auto policy = form.fields().find("policy");
  if (policy == form.fields().end()) return;
  const s3::FileSize size = s3::check_form_policy(policy->second, form.fields(), Time(), 1000);
  if (size.most > 1000) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  accepts([&] { read(text, 1 + data[0]); });
  return 0;
}
