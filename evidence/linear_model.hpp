// Small trained linear models over hashed words, shipped as text in data/models/.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"

namespace meridian::evidence {

/// Features of one text: hashes of words, each once.
class Features {
 public:
  /// Adds the words of `text` and their pairs; `place` keeps the same word in title and abstract apart.
  void add_words(std::string_view text, char place) { add_words(text, place, true); }
  /// Adds the words alone.
  void add_single_words(std::string_view text, char place) { add_words(text, place, false); }
  /// Adds one feature that is no word, such as "R:rct".
  void add(std::string_view name);
  /// Adds one feature by a hash that the caller made.
  void add_hash(std::uint32_t hash) { insert(hash); }
  [[nodiscard]] std::span<const std::uint32_t> values() const { return values_; }

 private:
  void add_words(std::string_view text, char place, bool pairs);
  void insert(std::uint32_t hash);

  static constexpr std::size_t kSlots = 4096;  // beyond three quarters of it, further features are left out
  std::vector<std::uint32_t> values_;
  std::array<std::uint32_t, kSlots> seen_{};
};

/// Weights of each class for each hashed feature. Immutable; shared between threads.
class LinearModel {
 public:
  /// @param text  "meridian.model/1", then comments (#), `classes`, `buckets` (a power of two), `scale`, `bias`, and
  ///              one line "bucket weight..." for each bucket that weighs anything
  /// @errors Misconfigured: "file:line: what is wrong"
  [[nodiscard]] static Result<LinearModel> parse(const std::string& name, std::string_view text);

  [[nodiscard]] std::span<const std::string> classes() const { return classes_; }
  /// One score a class, in the order of `classes`; a model of one class says yes above 0.
  [[nodiscard]] std::vector<float> scores(std::span<const std::uint32_t> features) const;

 private:
  std::vector<std::string> classes_;
  std::vector<float> bias_;
  std::vector<std::uint32_t> row_of_;  ///< by bucket; 0 is the row without weight
  std::size_t stride_ = 1;             ///< weights of one row: room for eight classes, which are added at once
  std::vector<std::int16_t> weights_;
  float scale_ = 1;
};

}  // namespace meridian::evidence
