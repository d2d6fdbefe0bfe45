#include "jobs/given_places.h"

#include "base/files.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"

namespace sempurna {

namespace {

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

std::string with_given_places(const JobFolder& folder, std::string text) {
  for (const char* name : {"training", "validation", "test"}) {
    const fs::path channel = folder.channel(name);
    // A channel is a link to a folder, or a folder with a link to the data.csv.
    for (const fs::path& link : {channel / "data.csv", channel}) {
      if (fs::is_symlink(link)) replace_all(text, link.string(), fs::read_symlink(link).string());
    }
  }
  return with_s3_places(std::move(text), home_folder());
}

}  // namespace sempurna
