#pragma once

#include <map>
#include <string>
#include <string_view>

namespace sempurna::studio {

/// A file of the page, as the program carries it.
struct BundledFile {
  std::string type;  ///< its media type
  std::string_view bytes;
  bool is_gzip = false;
  std::string etag;  ///< quoted
};

/// By path: "index.html", "assets/…". Empty of a program that was built without the page.
using Bundle = std::map<std::string, BundledFile, std::less<>>;

/// What tools/pack_studio.mjs has written. Throws DataCorrupt. The bytes outlive it.
Bundle read_bundle(std::string_view pack);

/// The page that this program was built with.
const Bundle& bundle();

}  // namespace sempurna::studio
