#include "catalog/s3_copies.h"

#include <cctype>

#include "base/error.h"
#include "base/files.h"

namespace sempurna {

namespace {

constexpr auto kNote = ".place";

/// What it says; nothing where there is none, or it is kept from a worker that is confined.
std::optional<std::string> read_note(const fs::path& note) {
  std::error_code none;
  if (!fs::is_regular_file(note, none)) return std::nullopt;
  try {
    return read_file(note);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace

fs::path s3_copies(const fs::path& home) {
  return home / "s3";
}

void note_s3_place(const fs::path& copy, const std::string& place) {
  write_file_atomic(copy.string() + kNote, place);
}

std::array<fs::path, 2> s3_notes_of(const fs::path& path) {
  return {path.string() + kNote, path.parent_path().string() + kNote};
}

std::optional<std::string> s3_place_of(const fs::path& path) {
  const auto [own, of_folder] = s3_notes_of(path);
  if (auto place = read_note(own)) return place;
  const auto place = read_note(of_folder);
  if (!place) return std::nullopt;
  return *place + "/" + path.filename().string();
}

std::string with_s3_places(std::string text, const fs::path& home) {
  const std::string copies = s3_copies(home).string() + "/";
  for (size_t at = 0; (at = text.find(copies, at)) != std::string::npos;) {
    // A copy's name is its bucket's and a hash: letters, digits, dots and hyphens.
    size_t end = at + copies.size();
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 ||
                                 text[end] == '-' || text[end] == '.')) {
      ++end;
    }
    const auto place = read_note(text.substr(at, end - at) + kNote);
    if (!place) {
      at = end;
      continue;
    }
    text.replace(at, end - at, *place);
    at += place->size();
  }
  return text;
}

}  // namespace sempurna
