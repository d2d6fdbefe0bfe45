// Tokenizers on sentences of everyday length, made from the texts of the golden values:
//
//   sempurna_text_bench --benchmark_filter=Bert
//
// Counters: items/s are texts, bytes/s are those of the texts; one thread.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "text/csv.h"
#include "text/tokenizer.h"

namespace sempurna {
namespace {

const fs::path kGolden = fs::path(SEMPURNA_BENCH_DATA) / "golden/text";

const std::vector<std::string>& texts() {
  static const auto texts =
      read_json(kGolden / "tokens.json")["texts"].get<std::vector<std::string>>();
  return texts;
}

size_t total_bytes() {
  size_t bytes = 0;
  for (const auto& text : texts()) bytes += text.size();
  return bytes;
}

void encode(benchmark::State& state,
            const std::vector<std::pair<const char*, const char*>>& files) {
  TemporaryFolder folder;
  for (const auto& [from, to] : files) {
    fs::copy_file(kGolden / "tokenizers" / from, folder.path() / to);
  }
  const auto tokenizer = load_tokenizer(folder.path());
  for (auto step : state) {
    for (const auto& text : texts()) benchmark::DoNotOptimize(tokenizer->encode(text, 128));
  }
  const auto rounds = static_cast<int64_t>(state.iterations());
  state.SetItemsProcessed(rounds * static_cast<int64_t>(texts().size()));
  state.SetBytesProcessed(rounds * static_cast<int64_t>(total_bytes()));
}

void BertWordPiece(benchmark::State& state) {
  encode(state, {{"bert_base_uncased_vocab.txt", "vocab.txt"}});
}
BENCHMARK(BertWordPiece);

void ByteLevelBpe(benchmark::State& state) {
  encode(state, {{"vocab.json", "vocab.json"}, {"merges.txt", "merges.txt"}});
}
BENCHMARK(ByteLevelBpe);

void SentencePiece(benchmark::State& state) {
  encode(state, {{"test_sentencepiece.model", "sentencepiece.bpe.model"}});
}
BENCHMARK(SentencePiece);

void Csv(benchmark::State& state) {
  std::string csv;
  for (const auto& text : texts()) {
    csv += "1,\"";
    for (const char c : text) csv += c == '"' ? "\"\"" : std::string(1, c);
    csv += "\"\n";
  }
  for (auto step : state) {
    CsvReader reader(csv, CsvDialect{});
    CsvRow row;
    while (reader.next(row)) benchmark::DoNotOptimize(row.fields.data());
  }
  state.SetBytesProcessed(static_cast<int64_t>(state.iterations() * csv.size()));
}
BENCHMARK(Csv);

}  // namespace
}  // namespace sempurna
