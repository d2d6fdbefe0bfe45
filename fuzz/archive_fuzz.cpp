#include <zlib.h>

#include <fstream>
#include <string>
#include <vector>

#include "accepts.h"
#include "base/files.h"
#include "store/archive.h"

namespace sempurna {
namespace {

std::vector<uint8_t> gzip(const uint8_t* data, size_t size) {
  std::vector<uint8_t> packed(size + size / 100 + 1000);
  z_stream stream{};
  deflateInit2(&stream, Z_NO_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  stream.next_in = const_cast<Bytef*>(data);
  stream.avail_in = static_cast<uInt>(size);
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

void unpack(const fs::path& folder, const uint8_t* data, size_t size) {
  const fs::path file = folder / "in" / "x.tar.gz";
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  constexpr uint64_t kLimit = 1 << 20;
  accepts([&] { read_archive(file, folder / "in" / "out", kLimit); });
  fs::remove_all(folder / "in" / "out");
  // Whatever an archive says, nothing comes to lie beside or above.
  const auto count = [](const fs::path& at) {
    return std::distance(fs::directory_iterator(at), fs::directory_iterator());
  };
  if (count(folder) != 1 || count(folder / "in") != 1) __builtin_trap();
}

}  // namespace
}  // namespace sempurna

/// A gzip file is unpacked as it is; anything else as a tar archive inside a right gzip file.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sempurna;
  static const TemporaryFolder folder(fs::is_directory("/dev/shm") ? "/dev/shm" : "");
  make_folders(folder.path() / "in");
  if (size >= 2 && data[0] == 0x1f && data[1] == 0x8b) {
    unpack(folder.path(), data, size);
  } else {
    const auto packed = gzip(data, size);
    unpack(folder.path(), packed.data(), packed.size());
  }
  return 0;
}
