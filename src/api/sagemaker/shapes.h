#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json_map.h"

namespace sempurna::sagemaker {

enum class Kind { String, Integer, Long, Float, Boolean, Timestamp, List, Map, Structure };

/// A regular expression that a whole text must match.
struct Pattern {
  std::string_view written;  ///< as the service writes it, a Java one
  std::string_view re2{};    ///< for RE2, where that needs it written otherwise

  std::string_view for_re2() const { return re2.empty() ? written : re2; }
};

struct Member;

/// What a value of a request may be.
/// Source: botocore, data/sagemaker/2017-07-24/service-2.json; Smithy, "Constraint traits".
struct Shape {
  Kind kind;
  /// Of a number its value, of a text the count of its code points, of a list or map its size.
  std::optional<int64_t> min{}, max{};
  const Pattern* pattern = nullptr;  ///< of a text
  std::string_view words{};          ///< all that a text may be (words.h); empty: any
  const Shape* key = nullptr;        ///< of a map, texts
  const Shape* element = nullptr;    ///< of a list or map; a map's are no lists, maps or structures
  std::span<const Member> members{};  ///< of a structure
};

struct Member {
  std::string_view name;  ///< TrainingJobName
  const Shape* shape;
  bool is_required = false;
};

struct KnownOperation {
  std::string_view name;  ///< CreateTrainingJob
  const Shape* input;     ///< a structure; null: its requests are not described here
};

/// All operations of the service, sorted by name.
std::span<const KnownOperation> known_operations();

/// All patterns of the requests that are described.
std::span<const Pattern> patterns();

/// Whether the service has an operation of this name.
bool is_operation(std::string_view name);

/// What a request for this operation may hold; null: it is not described here.
const Shape* input_of(std::string_view operation);

/// Whether the whole of `text`, in UTF-8, matches, in time linear in its length.
bool matches(const Pattern& pattern, std::string_view text);

/// All that is wrong with a request (its first 100 faults), in the words of SageMaker: "Value 'a_b'
/// at 'trainingJobName' failed to satisfy constraint: Member must satisfy regular expression
/// pattern: …". A member that the service does not know is a fault too, unless it asks for nothing.
/// Throws SerializationException that names all members whose JSON type is wrong.
std::vector<std::string> faults_of(const Shape& input, const JsonMap& request);

/// Throws ValidationException, "2 validation errors detected: …; …", if there are any faults.
void expect_valid(const Shape& input, const JsonMap& request);

}  // namespace sempurna::sagemaker
