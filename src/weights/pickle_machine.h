#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "weights/pickle_value.h"

namespace sempurna::pickle {

/// Runs the operations of one pickle, each of which only builds values. Nothing is called and
/// nothing imported; the work and the memory are bounded by the pickle's length, and the values and
/// their items by a fixed number.
class Machine {
 public:
  Machine(std::string_view pickle, std::string_view what) : rest_(pickle), what_(what) {}

  /// The value that the pickle leaves. Throws as read_state_dict does.
  Ref run();

  const Value& at(Ref ref) const { return values_[ref]; }

  /// The value if it is a T, else nothing.
  template <typename T>
  const T* as(Ref ref) const {
    return std::get_if<T>(&values_[ref]);
  }

 private:
  void step(unsigned char operation);

  // Bytes of the pickle.
  std::string_view take(uint64_t length);
  std::string_view take_line();
  template <typename T>
  T take_number();

  // The values and the stack.
  void count_items(size_t count);
  Ref add(Value value);
  void push(Value value) { push_ref(add(std::move(value))); }
  void push_ref(Ref ref) { stack_.push_back(ref); }
  Ref pop();
  Ref top() const;
  std::vector<Ref> pop_to_mark();

  // Operations with more than a line to them.
  void push_long(std::string_view bytes);
  void push_global(std::string_view module, std::string_view name);
  void push_tuple(size_t count);
  void append(std::vector<Ref> items);
  void set_items(const std::vector<Ref>& items);
  void memoize(uint64_t index);
  void recall(uint64_t index);
  void load_storage();
  void call();
  void call_ordered_dict(const std::vector<Ref>& arguments);
  void call_rebuild_tensor(const std::vector<Ref>& arguments);
  void build();

  [[noreturn]] void fail(std::string_view fault) const;
  [[noreturn]] void refuse(std::string_view fault) const;

  std::string_view rest_;
  std::string_view what_;
  std::vector<Value> values_;
  std::vector<Ref> stack_;
  std::vector<size_t> marks_;  ///< heights of the stack
  std::unordered_map<uint64_t, Ref> memo_;
  size_t items_ = 0;  ///< in all lists, dicts and the memo
};

}  // namespace sempurna::pickle
