#include "dataset/picture_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/error.h"
#include "base/sha256.h"
#include "base/system_error.h"
#include "image/inspect.h"

namespace sempurna {

namespace {

constexpr size_t kHeadBytes = 4096;
// More than any picture within the limit of pixels needs.
constexpr int64_t kMostBytes = int64_t{1} << 30;

std::string lower_extension(const fs::path& file) {
  std::string extension = file.extension().string();
  for (char& c : extension) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return extension;
}

Format format_by_name(const fs::path& file) {
  const std::string extension = lower_extension(file);
  if (extension == ".jpg" || extension == ".jpeg") return Format::Jpeg;
  if (extension == ".png") return Format::Png;
  if (extension == ".webp") return Format::WebP;
  return Format::None;
}

// Reads the head, and the rest when the head is a picture's.
std::string read_as_picture(const fs::path& file, int64_t& size) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) throw_system_error(errno, file, "read");
  struct Closer {
    int fd;
    ~Closer() { ::close(fd); }
  } const closer{fd};
  struct stat status {};
  if (::fstat(fd, &status) != 0) throw_system_error(errno, file, "read");
  size = status.st_size;
  std::string content;
  size_t wanted = kHeadBytes;
  while (content.size() < wanted) {
    const size_t have = content.size();
    content.resize(wanted);
    const ssize_t n = ::read(fd, content.data() + have, wanted - have);
    if (n < 0 && errno != EINTR) throw_system_error(errno, file, "read");
    content.resize(have + static_cast<size_t>(std::max<ssize_t>(n, 0)));
    if (n == 0) break;
    if (content.size() == kHeadBytes && wanted == kHeadBytes && size <= kMostBytes &&
        recognise(std::as_bytes(std::span(content))) != Format::None) {
      wanted = static_cast<size_t>(size);
    }
  }
  return content;
}

PictureFile judge(const fs::path& file, const std::string& content, int64_t size,
                  const PictureDecoder& decode) {
  PictureFile found;
  const auto bytes = std::as_bytes(std::span(content));
  const Format by_name = format_by_name(file);
  if (recognise(bytes) == Format::None) {
    found.kind = by_name == Format::None ? PictureFile::Kind::Other : PictureFile::Kind::Broken;
    found.problem = content.empty() ? "this file is empty" : describe_unread(bytes);
    return found;
  }
  found.kind = PictureFile::Kind::Broken;
  if (size > kMostBytes) {
    found.problem = fmt::format("this picture file is larger than {} MiB", kMostBytes >> 20);
    return found;
  }
  Inspection inspection = inspect(bytes);
  found.notes = std::move(inspection.notes);
  if (inspection.problem) {
    found.problem = std::move(*inspection.problem);
    return found;
  }
  found.content = sha256_hex(content);
  if (decode) {
    try {
      found.look = look_at(decode(bytes, found.content));
    } catch (const Error& error) {
      found.problem = error.what();
      return found;
    }
  }
  found.kind = PictureFile::Kind::Picture;
  if (by_name != inspection.format) found.misnamed = name(inspection.format);
  return found;
}

}  // namespace

PictureFile read_picture_file(const fs::path& file, const PictureDecoder& decode) {
  try {
    int64_t size = 0;
    const std::string content = read_as_picture(file, size);
    return judge(file, content, size, decode);
  } catch (const Error& error) {
    PictureFile found;
    found.kind = PictureFile::Kind::Unreadable;
    found.problem = error.what();
    return found;
  }
}

}  // namespace sempurna
