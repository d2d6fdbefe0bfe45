#include "weights/torch_archive.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <set>
#include <string>

#include "base/error.h"
#include "weights/pickle.h"
#include "weights/zip.h"

namespace sempurna {

namespace {

using Entries = std::map<std::string, ZipEntry, std::less<>>;

constexpr size_t kMaxPickleBytes = 64 << 20;
// Tensors that do not lie in row order are copied; a file may ask for so many times its own size.
constexpr uint64_t kMaxCopiesPerByte = 4;

[[noreturn]] void fail(std::string_view what, std::string_view fault) {
  throw Error(Code::DataCorrupt, "{}: {}; the file is damaged, fetch it again", what, fault);
}

std::string_view text_of(const ZipEntry& entry) {
  return {reinterpret_cast<const char*>(entry.bytes.data()), entry.bytes.size()};
}

/// The folder inside the archive, "archive/" for instance.
std::string find_root(const Entries& entries, std::string_view what) {
  constexpr std::string_view kPickle = "data.pkl";
  std::vector<std::string_view> found;
  for (const auto& [name, entry] : entries) {
    if (name == kPickle ||
        (name.ends_with("/data.pkl") && name.find('/') == name.size() - kPickle.size() - 1)) {
      found.push_back(name);
    }
  }
  if (found.size() != 1) {
    throw Error(Code::InvalidArgument,
                "{}: the archive has {} files data.pkl where torch.save writes one; this is no "
                "file of torch.save",
                what, found.size());
  }
  return std::string(found.front().substr(0, found.front().size() - kPickle.size()));
}

void check_kind(const Entries& entries, const std::string& root, std::string_view what) {
  if (entries.contains(root + "constants.pkl")) {
    throw Error(Code::InvalidArgument,
                "{}: this is a TorchScript program, not weights; load it in Python and save its "
                "state dict: torch.save(torch.jit.load(...).state_dict(), ...)",
                what);
  }
  const auto order = entries.find(root + "byteorder");
  if (order != entries.end() && text_of(order->second) != "little") {
    throw Error(Code::InvalidArgument,
                "{}: the numbers are stored in {}-endian order; save the file again on a "
                "little-endian machine",
                what, text_of(order->second).substr(0, 16));
  }
}

/// Elements from the first to the last that the tensor touches, or nothing on overflow.
std::optional<int64_t> extent(const PickledTensor& tensor) {
  int64_t last = 0;
  for (size_t i = 0; i < tensor.shape.size(); ++i) {
    int64_t step = 0;
    if (__builtin_mul_overflow(tensor.shape[i] - 1, tensor.strides[i], &step) ||
        __builtin_add_overflow(last, step, &last)) {
      return std::nullopt;
    }
  }
  return last + 1;
}

bool is_contiguous(const PickledTensor& tensor) {
  int64_t expected = 1;
  for (size_t i = tensor.shape.size(); i-- > 0;) {
    if (tensor.shape[i] == 1) continue;
    if (tensor.strides[i] != expected) return false;
    expected *= tensor.shape[i];
  }
  return true;
}

/// Copies element by element in row order. `from` is the tensor's first element.
void gather(const PickledTensor& tensor, const std::byte* from, std::byte* to) {
  const size_t size = size_of(tensor.dtype);
  std::vector<int64_t> index(tensor.shape.size(), 0);
  int64_t at = 0;
  for (;;) {
    std::memcpy(to, from + static_cast<size_t>(at) * size, size);
    to += size;
    size_t axis = index.size();
    for (; axis > 0; --axis) {
      const size_t i = axis - 1;
      at += tensor.strides[i];
      if (++index[i] < tensor.shape[i]) break;
      at -= tensor.strides[i] * tensor.shape[i];
      index[i] = 0;
    }
    if (axis == 0) return;
  }
}

class Reader {
 public:
  Reader(std::span<const std::byte> file, std::string_view what)
      : what_(what),
        entries_(read_zip(file, what)),
        root_(find_root(entries_, what)),
        copies_left_(file.size() * kMaxCopiesPerByte) {
    check_kind(entries_, root_, what);
  }

  TorchArchive read() {
    const ZipEntry& pickle = entry("data.pkl");
    if (pickle.bytes.size() > kMaxPickleBytes) {
      throw Error(Code::InvalidArgument,
                  "{}: the description of the tensors takes {} bytes, the limit is {}", what_,
                  pickle.bytes.size(), kMaxPickleBytes);
    }
    for (PickledTensor& tensor : read_state_dict(text_of(pickle), what_)) add(tensor);
    return std::move(archive_);
  }

 private:
  const ZipEntry& entry(std::string_view name) {
    const auto found = entries_.find(root_ + std::string(name));
    if (found == entries_.end()) fail(what_, fmt::format("{} is missing in the archive", name));
    if (checked_.insert(found->first).second) check_entry(name, found->second, what_);
    return found->second;
  }

  void add(PickledTensor& tensor) {
    const auto storage = entry("data/" + tensor.storage).bytes;
    const size_t size = size_of(tensor.dtype);
    if (static_cast<uint64_t>(tensor.storage_numel) != storage.size() / size ||
        storage.size() % size != 0) {
      fail(what_,
           fmt::format("storage {} should hold {} numbers of kind {}, but has {} bytes",
                       tensor.storage, tensor.storage_numel, name(tensor.dtype), storage.size()));
    }
    const auto bytes = bytes_of(tensor.dtype, tensor.shape);
    if (!bytes) {
      fail(what_, fmt::format("tensor {} has the shape {}, which is beyond any memory", tensor.name,
                              to_text(tensor.shape)));
    }
    TensorView view{.name = std::move(tensor.name),
                    .dtype = tensor.dtype,
                    .shape = tensor.shape,
                    .bytes = storage.subspan(0, 0)};
    if (*bytes != 0) view.bytes = window(tensor, view, storage, *bytes);
    archive_.tensors.push_back(std::move(view));
  }

  std::span<const std::byte> window(const PickledTensor& tensor, const TensorView& view,
                                    std::span<const std::byte> storage, uint64_t bytes) {
    const auto length = extent(tensor);
    if (!length || tensor.offset < 0 || tensor.offset > tensor.storage_numel ||
        *length > tensor.storage_numel - tensor.offset) {
      fail(what_, fmt::format("tensor {} of shape {} and strides {} at {} reaches outside its "
                              "storage of {} numbers",
                              view.name, to_text(tensor.shape), to_text(tensor.strides),
                              tensor.offset, tensor.storage_numel));
    }
    const auto from = storage.subspan(static_cast<size_t>(tensor.offset) * size_of(tensor.dtype));
    if (is_contiguous(tensor)) return from.first(bytes);
    if (bytes > copies_left_) {
      throw Error(Code::ResourceLimit,
                  "{}: tensor {} of shape {} repeats its few stored numbers to {} bytes; save the "
                  "state dict again in Python with tensors made contiguous",
                  what_, view.name, to_text(tensor.shape), bytes);
    }
    copies_left_ -= bytes;
    auto& copy = archive_.copies.emplace_back(std::make_unique<std::byte[]>(bytes));
    gather(tensor, from.data(), copy.get());
    return {copy.get(), bytes};
  }

  std::string_view what_;
  Entries entries_;
  std::string root_;
  uint64_t copies_left_;
  std::set<std::string_view> checked_;
  TorchArchive archive_;
};

}  // namespace

bool looks_like_old_torch(std::span<const std::byte> file) {
  // A pickle of protocol 2 that holds torch's number 0x1950a86a20f9469cfc6c, or a tar archive.
  constexpr std::array<unsigned char, 15> kNumber = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46,
                                                     0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e};
  constexpr std::string_view kTar = "ustar";
  constexpr size_t kTarAt = 257;
  return (file.size() >= kNumber.size() &&
          std::memcmp(file.data(), kNumber.data(), kNumber.size()) == 0) ||
         (file.size() >= kTarAt + kTar.size() &&
          std::memcmp(file.data() + kTarAt, kTar.data(), kTar.size()) == 0);
}

TorchArchive read_torch_archive(std::span<const std::byte> file, std::string_view what) {
  return Reader(file, what).read();
}

}  // namespace sempurna
