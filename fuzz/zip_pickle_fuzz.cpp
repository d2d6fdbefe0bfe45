#include <zlib.h>

#include <cstring>
#include <string>

#include "accepts.h"
#include "weights/pickle.h"
#include "weights/torch_archive.h"
#include "weights/zip.h"

namespace sempurna {
namespace {

template <typename T>
std::string raw(T value) {
  std::string text(sizeof value, '\0');
  std::memcpy(text.data(), &value, sizeof value);
  return text;
}

/// A right archive of a pickle and one storage of 64 bytes: no fuzzer finds checksums by itself.
std::string archive_of(std::string_view pickle) {
  std::string file;
  std::string directory;
  const auto add = [&](std::string_view name, std::string_view content) {
    const auto* bytes = reinterpret_cast<const Bytef*>(content.data());
    const auto length = static_cast<uint32_t>(content.size());
    const auto sum = static_cast<uint32_t>(crc32_z(0, bytes, content.size()));
    const auto offset = static_cast<uint32_t>(file.size());
    const auto name_length = static_cast<uint16_t>(name.size());
    file += raw(0x04034b50U) + std::string(22, '\0') + raw(name_length) + raw(uint16_t{0});
    file += name;
    file += content;
    directory += raw(0x02014b50U) + std::string(12, '\0') + raw(sum) + raw(length) + raw(length) +
                 raw(name_length) + std::string(12, '\0') + raw(offset);
    directory += name;
  };
  add("a/data.pkl", pickle);
  add("a/data/0", std::string(64, 'n'));
  const auto at = static_cast<uint32_t>(file.size());
  return file + directory + raw(0x06054b50U) + raw(uint32_t{0}) + raw(uint16_t{2}) +
         raw(uint16_t{2}) + raw(static_cast<uint32_t>(directory.size())) + raw(at) +
         raw(uint16_t{0});
}

void read(std::span<const std::byte> file) {
  accepts([&] {
    const TorchArchive archive = read_torch_archive(file, "fuzz");
    for (const TensorView& tensor : archive.tensors) {
      touch(tensor.bytes);
      ensure(bytes_of(tensor.dtype, tensor.shape) == tensor.bytes.size(), "shape fits bytes");
    }
  });
}

}  // namespace
}  // namespace sempurna

/// An archive is read as one; anything else as a pickle, alone and inside a right archive.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sempurna;
  const auto bytes = std::as_bytes(std::span(data, size));
  if (looks_like_zip(bytes)) {
    read(bytes);
    return 0;
  }
  const std::string_view pickle(reinterpret_cast<const char*>(data), size);
  accepts([&] { read_state_dict(pickle, "fuzz"); });
  const std::string archive = archive_of(pickle);
  read(std::as_bytes(std::span(archive)));
  return 0;
}
