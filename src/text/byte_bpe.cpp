#include "text/byte_bpe.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <queue>

#include "base/error.h"
#include "base/random.h"
#include "text/byte_level.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// Up to this many symbols, looking through all pairs is quicker than a queue.
constexpr size_t kShort = 48;

uint64_t pair_key(int32_t left, int32_t right) {
  return static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
}

}  // namespace

ByteBpe::ByteBpe(const Vocabulary& vocabulary, const std::vector<Merge>& merges,
                 std::optional<int32_t> unknown, std::string_view where)
    : rules_(std::bit_ceil(2 * merges.size() + 2)) {
  for (size_t byte = 0; byte < 256; ++byte) {
    std::string character;
    append_utf8(character, byte_level_character(static_cast<unsigned char>(byte)));
    byte_ids_[byte] = vocabulary.find(character).value_or(unknown.value_or(-1));
  }
  const auto find = [&](const std::string& token, size_t number) {
    const auto id = vocabulary.find(token);
    if (!id) {
      throw Error(Code::DataCorrupt, "{}: merge {} needs the token \"{}\", which has no id", where,
                  number + 1, token);
    }
    return *id;
  };
  for (size_t i = 0; i < merges.size(); ++i) {
    const auto& [left, right] = merges[i];
    add_rule(
        {pair_key(find(left, i), find(right, i)), static_cast<uint32_t>(i), find(left + right, i)});
  }
}

void ByteBpe::add_rule(const Rule& added) {
  const size_t mask = rules_.size() - 1;
  for (size_t at = mix(added.pair) & mask;; at = (at + 1) & mask) {
    if (rules_[at].rank == kNoRank || rules_[at].pair == added.pair) {
      rules_[at] = added;
      return;
    }
  }
}

const ByteBpe::Rule& ByteBpe::rule(int32_t left, int32_t right) const {
  const uint64_t pair = pair_key(left, right);
  const size_t mask = rules_.size() - 1;
  for (size_t at = mix(pair) & mask;; at = (at + 1) & mask) {
    if (rules_[at].pair == pair) return rules_[at];
    if (rules_[at].rank == kNoRank) return none_;
  }
}

void ByteBpe::append_ids(std::string_view word, std::vector<int32_t>& ids) const {
  const size_t begin = ids.size();
  for (const char byte : word) {
    const int32_t id = byte_ids_[static_cast<unsigned char>(byte)];
    if (id >= 0) ids.push_back(id);
  }
  if (ids.size() - begin <= kShort) {
    join_short(ids, begin);
  } else {
    join_long(ids, begin);
  }
}

void ByteBpe::join_short(std::vector<int32_t>& symbols, size_t begin) const {
  size_t count = symbols.size() - begin;
  if (count < 2) return;
  int32_t* symbol = symbols.data() + begin;
  std::array<const Rule*, kShort> rules;
  for (size_t i = 0; i + 1 < count; ++i) rules[i] = &rule(symbol[i], symbol[i + 1]);
  while (count > 1) {
    size_t best = 0;
    for (size_t i = 1; i + 1 < count; ++i) {
      if (rules[i]->rank < rules[best]->rank) best = i;
    }
    if (rules[best]->rank == kNoRank) break;
    symbol[best] = rules[best]->result;
    std::copy(symbol + best + 2, symbol + count, symbol + best + 1);
    std::copy(rules.begin() + best + 1, rules.begin() + count - 1, rules.begin() + best);
    --count;
    if (best > 0) rules[best - 1] = &rule(symbol[best - 1], symbol[best]);
    if (best + 1 < count) rules[best] = &rule(symbol[best], symbol[best + 1]);
  }
  symbols.resize(begin + count);
}

void ByteBpe::join_long(std::vector<int32_t>& symbols, size_t begin) const {
  struct Symbol {
    int32_t id;  // -1 once joined to the one before
    size_t previous, next;
  };
  struct Candidate {
    uint32_t rank;
    size_t at;
    int32_t left, right;
    bool operator>(const Candidate& other) const {
      return rank != other.rank ? rank > other.rank : at > other.at;
    }
  };
  constexpr size_t kEnd = std::numeric_limits<size_t>::max();
  const size_t count = symbols.size() - begin;
  std::vector<Symbol> chain(count);
  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  const auto consider = [&](size_t left) {
    const size_t right = left == kEnd ? kEnd : chain[left].next;
    if (right == kEnd) return;
    const Rule& found = rule(chain[left].id, chain[right].id);
    if (found.rank != kNoRank) queue.push({found.rank, left, chain[left].id, chain[right].id});
  };
  for (size_t i = 0; i < count; ++i) {
    chain[i] = {symbols[begin + i], i == 0 ? kEnd : i - 1, i + 1 == count ? kEnd : i + 1};
  }
  for (size_t i = 0; i < count; ++i) consider(i);
  while (!queue.empty()) {
    const Candidate best = queue.top();
    queue.pop();
    Symbol& left = chain[best.at];
    // A candidate is stale when one of its symbols has been joined since.
    if (left.id != best.left || left.next == kEnd || chain[left.next].id != best.right) continue;
    Symbol& right = chain[left.next];
    left.id = rule(best.left, best.right).result;
    right.id = -1;
    left.next = right.next;
    if (left.next != kEnd) chain[left.next].previous = best.at;
    consider(left.previous);
    consider(best.at);
  }
  symbols.resize(begin);
  for (size_t i = 0; i != kEnd && i < count; i = chain[i].next) symbols.push_back(chain[i].id);
}

}  // namespace sempurna
