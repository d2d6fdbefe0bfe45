#include "access/policy.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "access/condition.h"
#include "base/ascii.h"

namespace sempurna {

namespace {

// A pattern with its variables replaced: what a variable stands for is taken as it is, so that a
// user named * matches nobody else.
struct Token {
  enum class Kind { Literal, One, Run } kind;
  char c = 0;
};
using Tokens = std::vector<Token>;

bool match(const Tokens& pattern, std::string_view text) {
  size_t p = 0;
  size_t t = 0;
  size_t run = pattern.size();  // the last * seen, and where it began to match
  size_t from = 0;
  while (t < text.size()) {
    const bool here = p < pattern.size() &&
                      (pattern[p].kind == Token::Kind::One ||
                       (pattern[p].kind == Token::Kind::Literal && pattern[p].c == text[t]));
    if (here) {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p].kind == Token::Kind::Run) {
      run = p++;
      from = t;
    } else if (run < pattern.size()) {
      p = run + 1;
      t = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p].kind == Token::Kind::Run) ++p;
  return p == pattern.size();
}

void add_pattern(Tokens& tokens, std::string_view text) {
  for (const char c : text) {
    tokens.push_back({c == '*'   ? Token::Kind::Run
                      : c == '?' ? Token::Kind::One
                                 : Token::Kind::Literal,
                      c});
  }
}

void add_literal(Tokens& tokens, std::string_view text) {
  for (const char c : text) tokens.push_back({Token::Kind::Literal, c});
}

const std::vector<std::string>* find(const Circumstances& circumstances, std::string_view key) {
  for (const auto& [name, values] : circumstances) {
    if (lower_ascii(name) == key) return &values;
  }
  return nullptr;
}

// The text of a variable's name, ${aws:username} say; empty when the request has none.
std::optional<std::string> variable(const Question& question, std::string_view name) {
  if (name == "*" || name == "?" || name == "$") return std::string(name);
  const auto* values = find(question.circumstances, lower_ascii(name));
  if (values == nullptr || values->size() != 1) return std::nullopt;
  return values->front();
}

// Empty when a variable has no value: then nothing matches.
std::optional<Tokens> tokens_of(std::string_view pattern, const Question& question,
                                bool has_variables) {
  Tokens tokens;
  while (!pattern.empty()) {
    const auto begin = has_variables ? pattern.find("${") : std::string_view::npos;
    const auto end = begin == std::string_view::npos ? begin : pattern.find('}', begin);
    if (end == std::string_view::npos) {
      add_pattern(tokens, pattern);
      break;
    }
    add_pattern(tokens, pattern.substr(0, begin));
    const auto value = variable(question, pattern.substr(begin + 2, end - begin - 2));
    if (!value) return std::nullopt;
    add_literal(tokens, *value);
    pattern.remove_prefix(end + 1);
  }
  return tokens;
}

// The policy's value with variables replaced, for an operator without wildcards.
std::optional<std::string> plain_value(const std::string& value, const Question& question,
                                       bool has_variables) {
  const auto tokens = tokens_of(value, question, has_variables);
  if (!tokens) return std::nullopt;
  std::string text;
  for (const auto& token : *tokens) text += token.c;
  return text;
}

enum class Named { No, ByAccount, Itself };

Named named_by(const std::string& principal, const Caller& caller) {
  if (principal == "*" || principal == "AWS:*") return Named::Itself;
  if (!principal.starts_with("AWS:")) return Named::No;
  const std::string_view who = std::string_view(principal).substr(4);
  if (caller.is_anonymous()) return Named::No;
  if (who == caller.account || who == "arn:aws:iam::" + caller.account + ":root") {
    return Named::ByAccount;
  }
  return who == caller.arn || who == caller.principal_arn ? Named::Itself : Named::No;
}

Named named_by(const Policy::Statement& statement, const Caller& caller) {
  Named best = Named::No;
  for (const auto& principal : statement.principals) {
    best = std::max(best, named_by(principal, caller));
  }
  if (!statement.not_principals) return best;
  // NotPrincipal is for Deny: everybody but those named, an account's own among them.
  return best == Named::No ? Named::Itself : Named::No;
}

bool fits_any(const std::vector<std::string>& patterns, const std::string& text,
              const Question& question, bool has_variables) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    const auto tokens = tokens_of(pattern, question, has_variables);
    return tokens && match(*tokens, text);
  });
}

bool holds(const Policy::Condition& condition, const Question& question, bool has_variables) {
  const ConditionOperator& op = *find_operator(condition.name);
  const auto* found = find(question.circumstances, condition.key);
  const bool there = found != nullptr && !found->empty();
  if (op.name == "Null") {
    const bool wants_absent = lower_ascii(condition.values.front()) == "true";
    return there != wants_absent;
  }
  if (!there) {
    return condition.if_exists || op.negated || condition.set == Policy::Condition::Set::All;
  }
  const auto one = [&](const std::string& value) {
    const bool fits = std::any_of(
        condition.values.begin(), condition.values.end(), [&](const std::string& pattern) {
          if (op.name == "StringLike" || op.name == "StringNotLike") {
            const auto tokens = tokens_of(pattern, question, has_variables);
            return tokens && match(*tokens, value);
          }
          const auto plain = plain_value(pattern, question, has_variables);
          return plain && op.holds(*plain, value);
        });
    return fits != op.negated;
  };
  if (condition.set == Policy::Condition::Set::All ||
      (op.negated && condition.set == Policy::Condition::Set::One)) {
    return std::all_of(found->begin(), found->end(), one);
  }
  return std::any_of(found->begin(), found->end(), one);
}

bool applies(const Policy::Statement& statement, const Question& question, bool has_variables) {
  const std::string action = lower_ascii(question.action);
  const bool acts =
      std::any_of(statement.actions.begin(), statement.actions.end(),
                  [&](const auto& pattern) { return fits(lower_ascii(pattern), action); });
  if (acts == statement.not_actions) return false;
  // A trust policy has no resources: it is about the role that it belongs to.
  if (!statement.resources.empty() && fits_any(statement.resources, question.resource, question,
                                               has_variables) == statement.not_resources) {
    return false;
  }
  return std::all_of(
      statement.conditions.begin(), statement.conditions.end(),
      [&](const auto& condition) { return holds(condition, question, has_variables); });
}

}  // namespace

bool fits(std::string_view pattern, std::string_view text) {
  Tokens tokens;
  add_pattern(tokens, pattern);
  return match(tokens, text);
}

Decision evaluate(const Policy& policy, const Question& question) {
  Decision decision;
  for (const auto& statement : policy.statements) {
    Verdict verdict = statement.allows ? Verdict::Allowed : Verdict::DeniedExplicitly;
    if (!statement.principals.empty()) {
      const Named named = named_by(statement, question.caller);
      if (named == Named::No) continue;
      if (named == Named::ByAccount && statement.allows) verdict = Verdict::AllowedForAccount;
    }
    if (verdict <= decision.verdict || !applies(statement, question, policy.has_variables))
      continue;
    decision = {verdict, statement.sid};
  }
  return decision;
}

}  // namespace sempurna
