#include "weights/pickle_machine.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace sempurna::pickle {

namespace {

// A published state dict makes some forty values a tensor and has a few hundred tensors.
constexpr size_t kMaxValues = 2'000'000;
// A few bytes can repeat a whole list, so what the values hold is counted apart.
constexpr size_t kMaxItems = 8'000'000;
constexpr size_t kMaxStorageKey = 64;  // torch numbers its storages
constexpr size_t kShownOfName = 80;

struct NamedCallable {
  std::string_view module;
  std::string_view name;
  Callable callable;
};

constexpr std::array kCallables = {
    NamedCallable{"collections", "OrderedDict", Callable::OrderedDict},
    NamedCallable{"torch", "Size", Callable::Size},
    NamedCallable{"torch._utils", "_rebuild_parameter", Callable::RebuildParameter},
    NamedCallable{"torch._utils", "_rebuild_tensor_v2", Callable::RebuildTensor},
};

constexpr std::array<std::pair<std::string_view, DType>, 10> kStorageTypes = {{
    {"BFloat16Storage", DType::BF16},
    {"BoolStorage", DType::Bool},
    {"ByteStorage", DType::U8},
    {"CharStorage", DType::I8},
    {"DoubleStorage", DType::F64},
    {"FloatStorage", DType::F32},
    {"HalfStorage", DType::F16},
    {"IntStorage", DType::I32},
    {"LongStorage", DType::I64},
    {"ShortStorage", DType::I16},
}};

}  // namespace

Ref Machine::run() {
  for (;;) {
    const auto operation = static_cast<unsigned char>(take(1)[0]);
    if (operation == '.') return pop();
    step(operation);
  }
}

// The letters are those of pickletools; each comment is its name there.
void Machine::step(unsigned char operation) {
  switch (operation) {
    case 0x80: {  // PROTO
      const auto version = take_number<uint8_t>();
      if (version > 5) refuse(fmt::format("is a pickle of protocol {}", version));
      return;
    }
    case 0x95:  // FRAME: only says how much could be read ahead
      take(8);
      return;
    case '(':  // MARK
      return marks_.push_back(stack_.size());
    case '0':  // POP
      if (!marks_.empty() && marks_.back() == stack_.size()) return marks_.pop_back();
      pop();
      return;
    case '1':  // POP_MARK
      pop_to_mark();
      return;
    case '2':  // DUP
      return push_ref(top());
    case 'N':  // NONE
      return push(None{});
    case 0x88:  // NEWTRUE
      return push(true);
    case 0x89:  // NEWFALSE
      return push(false);
    case 'J':  // BININT
      return push(int64_t{take_number<int32_t>()});
    case 'K':  // BININT1
      return push(int64_t{take_number<uint8_t>()});
    case 'M':  // BININT2
      return push(int64_t{take_number<uint16_t>()});
    case 0x8a:  // LONG1
      return push_long(take(take_number<uint8_t>()));
    case 'G': {  // BINFLOAT, the one number that is big-endian
      const uint64_t bits = __builtin_bswap64(take_number<uint64_t>());
      return push(std::bit_cast<double>(bits));
    }
    case 'X':  // BINUNICODE
    case 'T':  // BINSTRING
    case 'B':  // BINBYTES
      return push(Text{take(take_number<uint32_t>())});
    case 0x8c:  // SHORT_BINUNICODE
    case 'U':   // SHORT_BINSTRING
    case 'C':   // SHORT_BINBYTES
      return push(Text{take(take_number<uint8_t>())});
    case 0x8d:  // BINUNICODE8
    case 0x8e:  // BINBYTES8
      return push(Text{take(take_number<uint64_t>())});
    case ']':  // EMPTY_LIST
      return push(List{});
    case 'l':  // LIST
      return push(List{pop_to_mark()});
    case 'a': {  // APPEND
      const Ref item = pop();
      return append({item});
    }
    case 'e':  // APPENDS
      return append(pop_to_mark());
    case ')':  // EMPTY_TUPLE
      return push(Tuple{});
    case 't':  // TUPLE
      return push(Tuple{pop_to_mark()});
    case 0x85:  // TUPLE1
    case 0x86:  // TUPLE2
    case 0x87:  // TUPLE3
      return push_tuple(operation - 0x84);
    case '}':  // EMPTY_DICT
      return push(Dict{});
    case 's': {  // SETITEM
      const Ref value = pop();
      const Ref key = pop();
      return set_items({key, value});
    }
    case 'u':  // SETITEMS
      return set_items(pop_to_mark());
    case 'q':  // BINPUT
      return memoize(take_number<uint8_t>());
    case 'r':  // LONG_BINPUT
      return memoize(take_number<uint32_t>());
    case 0x94:  // MEMOIZE
      return memoize(memo_.size());
    case 'h':  // BINGET
      return recall(take_number<uint8_t>());
    case 'j':  // LONG_BINGET
      return recall(take_number<uint32_t>());
    case 'c': {  // GLOBAL
      const auto module = take_line();
      return push_global(module, take_line());
    }
    case 0x93: {  // STACK_GLOBAL
      const auto* name = as<Text>(pop());
      const auto* module = as<Text>(pop());
      if (name == nullptr || module == nullptr) fail("names a class by something else than texts");
      return push_global(module->text, name->text);
    }
    case 'Q':  // BINPERSID
      return load_storage();
    case 'R':  // REDUCE
      return call();
    case 'b':  // BUILD
      return build();
    default:
      refuse(fmt::format("uses the pickle operation 0x{:02x}", operation));
  }
}

std::string_view Machine::take(uint64_t length) {
  if (length > rest_.size()) fail("is cut short");
  const auto bytes = rest_.substr(0, length);
  rest_.remove_prefix(length);
  return bytes;
}

std::string_view Machine::take_line() {
  const size_t end = rest_.find('\n');
  if (end == std::string_view::npos) fail("is cut short");
  const auto line = take(end);
  take(1);
  return line;
}

template <typename T>
T Machine::take_number() {
  T value;
  std::memcpy(&value, take(sizeof value).data(), sizeof value);
  return value;
}

Ref Machine::add(Value value) {
  if (values_.size() == kMaxValues) {
    refuse(fmt::format("holds more than {} values", kMaxValues));
  }
  values_.push_back(std::move(value));
  return static_cast<Ref>(values_.size() - 1);
}

void Machine::count_items(size_t count) {
  if (count > kMaxItems - items_) {
    refuse(fmt::format("holds more than {} items", kMaxItems));
  }
  items_ += count;
}

Ref Machine::top() const {
  // What lies below the last mark belongs to the operation that will close it.
  if (stack_.empty() || (!marks_.empty() && marks_.back() == stack_.size())) {
    fail("takes a value where there is none");
  }
  return stack_.back();
}

Ref Machine::pop() {
  const Ref ref = top();
  stack_.pop_back();
  return ref;
}

std::vector<Ref> Machine::pop_to_mark() {
  if (marks_.empty()) fail("closes a list that it did not open");
  const auto begin = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
  marks_.pop_back();
  std::vector<Ref> items(begin, stack_.end());
  stack_.erase(begin, stack_.end());
  return items;
}

void Machine::push_long(std::string_view bytes) {
  if (bytes.size() > sizeof(int64_t)) {
    refuse(fmt::format("holds a whole number of {} bytes", bytes.size()));
  }
  uint64_t value = !bytes.empty() && (bytes.back() & 0x80) != 0 ? ~uint64_t{0} : 0;
  std::memcpy(&value, bytes.data(), bytes.size());
  push(static_cast<int64_t>(value));
}

void Machine::push_global(std::string_view module, std::string_view name) {
  for (const auto& known : kCallables) {
    if (known.module == module && known.name == name) return push(known.callable);
  }
  if (module == "torch") {
    for (const auto& [storage, dtype] : kStorageTypes) {
      if (storage == name) return push(StorageType{dtype});
    }
  }
  refuse(
      fmt::format("asks for {}.{}", module.substr(0, kShownOfName), name.substr(0, kShownOfName)));
}

void Machine::push_tuple(size_t count) {
  Tuple tuple{std::vector<Ref>(count)};
  while (count-- > 0) tuple.items[count] = pop();
  push(std::move(tuple));
}

void Machine::append(std::vector<Ref> items) {
  auto* list = std::get_if<List>(&values_[top()]);
  if (list == nullptr) fail("appends to something that is no list");
  count_items(items.size());
  list->items.insert(list->items.end(), items.begin(), items.end());
}

void Machine::set_items(const std::vector<Ref>& items) {
  auto* dict = std::get_if<Dict>(&values_[top()]);
  if (dict == nullptr) fail("sets an item of something that is no dict");
  if (items.size() % 2 != 0) fail("sets a key without a value");
  count_items(items.size());
  for (size_t i = 0; i < items.size(); i += 2) dict->items.emplace_back(items[i], items[i + 1]);
}

void Machine::memoize(uint64_t index) {
  if (memo_.insert_or_assign(index, top()).second) count_items(1);
}

void Machine::recall(uint64_t index) {
  const auto found = memo_.find(index);
  if (found == memo_.end()) fail("recalls a value that it never kept");
  push_ref(found->second);
}

/// A persistent id is ('storage', type, key, location, numel); the location, a device, is nothing
/// to us.
void Machine::load_storage() {
  const auto* id = as<Tuple>(pop());
  if (id == nullptr || id->items.size() != 5) fail("refers to a storage in an unknown way");
  const auto* kind = as<Text>(id->items[0]);
  const auto* type = as<StorageType>(id->items[1]);
  const auto* key = as<Text>(id->items[2]);
  const auto* numel = as<int64_t>(id->items[4]);
  if (kind == nullptr || kind->text != "storage" || type == nullptr || key == nullptr ||
      numel == nullptr || *numel < 0) {
    fail("refers to a storage in an unknown way");
  }
  if (key->text.size() > kMaxStorageKey) {
    fail(fmt::format("refers to a storage by a key of {} bytes", key->text.size()));
  }
  push(Storage{.dtype = type->dtype, .key = key->text, .numel = *numel});
}

void Machine::call() {
  const auto* tuple = as<Tuple>(pop());
  const auto* callable = as<Callable>(pop());
  if (tuple == nullptr || callable == nullptr) fail("calls something that cannot be called");
  // Not a copy: one long tuple may be recalled for many calls. Each call pushes its result last.
  const std::vector<Ref>& arguments = tuple->items;
  switch (*callable) {
    case Callable::OrderedDict:
      return call_ordered_dict(arguments);
    case Callable::RebuildTensor:
      return call_rebuild_tensor(arguments);
    case Callable::RebuildParameter:
      if (arguments.empty() || as<Tensor>(arguments[0]) == nullptr) {
        fail("makes a parameter out of something that is no tensor");
      }
      return push_ref(arguments[0]);
    case Callable::Size:
      if (arguments.size() != 1 || as<Tuple>(arguments[0]) == nullptr) {
        fail("makes a size out of something that is no tuple");
      }
      return push_ref(arguments[0]);
  }
}

/// OrderedDict(), or, from Python 2, OrderedDict([[key, value], …]).
void Machine::call_ordered_dict(const std::vector<Ref>& arguments) {
  Dict dict;
  if (!arguments.empty()) {
    const auto* pairs = as<List>(arguments[0]);
    if (pairs == nullptr) fail("makes an OrderedDict out of something that is no list");
    count_items(2 * pairs->items.size());
    dict.items.reserve(pairs->items.size());
    for (const Ref pair : pairs->items) {
      const auto* list = as<List>(pair);
      const auto* tuple = as<Tuple>(pair);
      const auto* items = list != nullptr    ? &list->items
                          : tuple != nullptr ? &tuple->items
                                             : nullptr;
      if (items == nullptr || items->size() != 2) fail("makes an OrderedDict out of no pairs");
      dict.items.emplace_back((*items)[0], (*items)[1]);
    }
  }
  push(std::move(dict));
}

/// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks, …).
void Machine::call_rebuild_tensor(const std::vector<Ref>& arguments) {
  if (arguments.size() < 4 || as<Storage>(arguments[0]) == nullptr ||
      as<int64_t>(arguments[1]) == nullptr || as<Tuple>(arguments[2]) == nullptr ||
      as<Tuple>(arguments[3]) == nullptr) {
    fail("makes a tensor out of something else than a storage, an offset, sizes and strides");
  }
  push(Tensor{.storage = arguments[0],
              .offset = *as<int64_t>(arguments[1]),
              .shape = arguments[2],
              .strides = arguments[3]});
}

/// The attributes of a state dict (`_metadata`) say nothing about its tensors.
void Machine::build() {
  pop();
  if (as<Dict>(top()) == nullptr) refuse("sets attributes of something that is no dict");
}

void Machine::fail(std::string_view fault) const {
  throw Error(Code::DataCorrupt, "{}: the pickle {}; the file is damaged, fetch it again", what_,
              fault);
}

void Machine::refuse(std::string_view fault) const {
  throw Error(Code::InvalidArgument,
              "{}: the pickle {}, which no state dict needs and which is never run here; load the "
              "file in Python and save its state dict alone: torch.save(model.state_dict(), ...)",
              what_, fault);
}

}  // namespace sempurna::pickle
