#pragma once

#include <map>
#include <string>

#include "base/files.h"
#include "catalog/card.h"
#include "store/object.h"

namespace sempurna::jumpstart {

/// An object: a text, or a file where it lies.
struct Entry {
  ObjectInfo info;
  std::string text{};
  fs::path file{};
};

/// By key.
using Entries = std::map<std::string, Entry>;

/// All objects that a catalogue makes, with the default data sets or without.
Entries entries_of(const Catalog& catalog, const std::string& bucket, bool with_data);

}  // namespace sempurna::jumpstart
