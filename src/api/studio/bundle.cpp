#include "api/studio/bundle.h"

#include "base/error.h"
#include "base/json.h"
#include "base/sha256.h"

// An array of two million numbers would take the compiler minutes; the assembler just copies.
asm(R"(
.pushsection .rodata
.balign 16
sempurna_studio_pack:
.incbin ")" SEMPURNA_STUDIO_PACK R"("
sempurna_studio_pack_end:
.byte 0
.popsection
)");

extern "C" {
extern const char sempurna_studio_pack[];
extern const char sempurna_studio_pack_end[];
}

namespace sempurna::studio {

Bundle read_bundle(std::string_view pack) {
  Bundle bundle;
  if (pack.empty()) return bundle;
  const auto end = pack.find('\n');
  if (end == std::string_view::npos)
    throw Error(Code::DataCorrupt, "the pack of Studio's files has no index");
  const std::string_view files = pack.substr(end + 1);
  const Json index = parse_json(std::string(pack.substr(0, end)), "the pack of Studio's files");
  for (const auto& [path, at] : index.items()) {
    const auto offset = at.at("offset").get<size_t>();
    const auto size = at.at("size").get<size_t>();
    if (offset > files.size() || size > files.size() - offset)
      throw Error(Code::DataCorrupt, "the pack of Studio's files is cut short at {}", path);
    const std::string_view bytes = files.substr(offset, size);
    bundle[path] = {at.at("type"), bytes, at.at("gzip"),
                    fmt::format("\"{}\"", sha256_hex(bytes).substr(0, 32))};
  }
  return bundle;
}

const Bundle& bundle() {
  static const Bundle kBundle = read_bundle(
      {sempurna_studio_pack, static_cast<size_t>(sempurna_studio_pack_end - sempurna_studio_pack)});
  return kBundle;
}

}  // namespace sempurna::studio
