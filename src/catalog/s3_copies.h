#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

namespace sempurna {

/// Where copies of data in S3 lie on this machine: `home`/s3/<name>, a folder for each content.
std::filesystem::path s3_copies(const std::filesystem::path& home);

/// Notes that `copy` holds what lies below `place`, s3://bucket/prefix, for with_s3_places().
void note_s3_place(const std::filesystem::path& copy, const std::string& place);

/// The files in which it may be noted of what copy `path` is or lies in directly.
std::array<std::filesystem::path, 2> s3_notes_of(const std::filesystem::path& path);

/// What was noted of the copy that `path` is or lies in directly; empty: nothing was.
std::optional<std::string> s3_place_of(const std::filesystem::path& path);

/// `text` with paths below noted copies in `home` as the places in S3 that they are copies of.
std::string with_s3_places(std::string text, const std::filesystem::path& home);

}  // namespace sempurna
