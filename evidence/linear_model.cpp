// Hashes words into features and weighs them.
#include "evidence/linear_model.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/text.hpp"

namespace meridian::evidence {
namespace {

constexpr std::uint32_t kFnvOffset = 2166136261U, kFnvPrime = 16777619U;
constexpr std::uint32_t kMostBuckets = 1U << 20U;
constexpr std::size_t kMostClasses = 32;
constexpr std::size_t kAtOnce = 8;

std::uint32_t mixed(std::uint32_t h) {
  h ^= h >> 16U;
  h *= 0x85ebca6bU;
  h ^= h >> 13U;
  h *= 0xc2b2ae35U;
  return h ^ (h >> 16U);
}

}  // namespace

void Features::insert(std::uint32_t hash) {
  if (values_.size() > kSlots / 4 * 3) return;
  hash = mixed(hash);
  if (hash == 0) hash = 1;
  std::size_t slot = hash % kSlots;
  while (seen_[slot] != 0) {
    if (seen_[slot] == hash) return;
    slot = (slot + 1) % kSlots;
  }
  seen_[slot] = hash;
  values_.push_back(hash);
}

void Features::add(std::string_view name) {
  std::uint32_t h = kFnvOffset ^ 0x55U;
  for (const char c : name) {
    h = (h ^ static_cast<unsigned char>(c)) * kFnvPrime;
  }
  insert(h);
}

void Features::add_words(std::string_view text, char place, bool pairs) {
  const std::uint32_t seed = (kFnvOffset ^ static_cast<unsigned char>(place)) * kFnvPrime;
  std::uint32_t previous = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    std::uint32_t h = seed;
    bool any = false, digits = true;
    for (; i < text.size(); ++i) {
      auto c = static_cast<unsigned char>(text[i]);
      if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c + 32);
      const bool digit = c >= '0' && c <= '9';
      if (!digit && !(c >= 'a' && c <= 'z') && c < 0x80) break;
      digits = digits && digit;
      h = (h ^ c) * kFnvPrime;
      any = true;
    }
    if (any) {
      if (digits) h = seed ^ 0x30U;  // numbers are one word
      insert(h);
      if (pairs && previous != 0) insert((previous * kFnvPrime) ^ (h + 0x9e3779b9U));
      previous = h;
    } else {
      previous = text[i] == '.' || text[i] == ';' ? 0 : previous;
      ++i;
    }
  }
}

Result<LinearModel> LinearModel::parse(const std::string& name, std::string_view text) {
  LinearModel model;
  std::size_t line_number = 0;
  const auto wrong = [&](std::string_view what) {
    return fail(Fault::Misconfigured, fmt::format("{}:{}: {}", name, line_number, what));
  };
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++line_number;
    if (line_number == 1) {
      if (line != "meridian.model/1") return wrong("not a model of the form meridian.model/1");
      continue;
    }
    if (line.empty() || line[0] == '#') continue;
    std::string_view rest = line;
    const auto next = [&rest]() {
      const auto blank = std::min(rest.find(' '), rest.size());
      const auto word = rest.substr(0, blank);
      rest.remove_prefix(std::min(blank + 1, rest.size()));
      return word;
    };
    const auto first = next();
    if (first == "classes") {
      while (!rest.empty()) model.classes_.emplace_back(next());
      if (model.classes_.empty() || model.classes_.size() > kMostClasses) return wrong("one to 32 classes");
      model.stride_ = model.classes_.size() == 1 ? 1 : (model.classes_.size() + kAtOnce - 1) / kAtOnce * kAtOnce;
      model.weights_.assign(model.stride_, 0);
    } else if (first == "buckets") {
      std::uint32_t buckets = 0;
      std::from_chars(rest.data(), rest.data() + rest.size(), buckets);
      if (buckets == 0 || buckets > kMostBuckets || (buckets & (buckets - 1)) != 0) {
        return wrong("'buckets' must be a power of two up to 1048576");
      }
      model.row_of_.assign(buckets, 0);
    } else if (first == "scale" || first == "bias") {
      while (!rest.empty()) {
        float value = 0;
        const auto word = next();
        if (std::from_chars(word.data(), word.data() + word.size(), value).ec != std::errc()) return wrong("no number");
        if (first == "scale") {
          model.scale_ = value;
        } else {
          model.bias_.push_back(value);
        }
      }
    } else {
      std::uint32_t bucket = 0;
      if (std::from_chars(first.data(), first.data() + first.size(), bucket).ec != std::errc() ||
          bucket >= model.row_of_.size() || model.classes_.empty()) {
        return wrong("unknown key or bucket");
      }
      model.row_of_[bucket] = static_cast<std::uint32_t>(model.weights_.size() / model.stride_);
      for (std::size_t k = 0; k < model.classes_.size(); ++k) {
        std::int16_t weight = 0;
        const auto word = next();
        if (std::from_chars(word.data(), word.data() + word.size(), weight).ec != std::errc()) {
          return wrong("one weight for each class");
        }
        model.weights_.push_back(weight);
      }
      model.weights_.resize(model.weights_.size() + model.stride_ - model.classes_.size(), 0);
    }
  }
  if (model.classes_.empty() || model.row_of_.empty() || model.bias_.size() != model.classes_.size()) {
    return wrong("'classes', 'buckets' and one 'bias' a class are needed");
  }
  return model;
}

std::vector<float> LinearModel::scores(std::span<const std::uint32_t> features) const {
  const std::size_t many = classes_.size();
  std::array<std::int32_t, kMostClasses> sums{};
  for (const std::uint32_t feature : features) {
    const std::size_t row = row_of_[feature & (row_of_.size() - 1)] * stride_;
    if (row == 0) continue;
    const std::int16_t* weight = weights_.data() + row;
    if (stride_ == 1) {
      sums[0] += *weight;
      continue;
    }
    for (std::size_t first = 0; first < stride_; first += kAtOnce) {
      for (std::size_t k = 0; k < kAtOnce; ++k) sums[first + k] += weight[first + k];
    }
  }
  const float norm = scale_ / std::sqrt(static_cast<float>(features.size()) + 1.0F);
  std::vector<float> out(many);
  for (std::size_t k = 0; k < many; ++k) out[k] = bias_[k] + norm * static_cast<float>(sums[k]);
  return out;
}

}  // namespace meridian::evidence
