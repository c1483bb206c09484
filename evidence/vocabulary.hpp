// The vocabulary: what the program knows of mechanisms, interventions, conditions and designs, as data with sources.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "evidence/linear_model.hpp"

namespace meridian::evidence {

/// One vocabulary file, read by the caller.
struct VocabularyFile {
  std::string name;  ///< as shown in errors
  std::string text;  ///< TOML, UTF-8; a trained model where the name ends in .model
};

/// What `meridian vocabulary` shows of one term.
struct VocabularyTerm {
  std::string facet;   ///< "mechanism", "intervention", "condition", "outcome", "design", "population", "cue"
  std::string id;      ///< such as "nerve-function"
  std::string parent;  ///< for a sub-mechanism its mechanism, else empty
  std::string label;   ///< for people
  std::vector<std::string> phrases;
  std::vector<std::string> mesh;
  std::string source;
  /// Of an intervention "comparator" where it is only ever compared with, "class" where it gathers many treatments of
  /// which each is borne out by its own studies alone; of an outcome "mechanism" (a way of working) or "harm".
  std::string role;
  std::string better;                    ///< of an outcome: "less" or "more" is good for people; else empty
  std::vector<std::string> part_of;      ///< ids of wider terms of the same facet, or of an outcome's mechanism
  std::vector<std::string> measured_by;  ///< scales and tests that measure it; they fire as phrases do
};

/// One phrase that fired in a text; its words live as long as the vocabulary.
struct VocabularyHit {
  std::string_view facet, id, parent, phrase;
  std::size_t start = 0, length = 0;  ///< bytes
  std::size_t term = 0;               ///< index into Vocabulary::terms()
};

/// Immutable once loaded; shared between threads.
class Vocabulary {
 public:
  /// Later files add to and override earlier ones.
  /// @errors Misconfigured: "file:line: what is wrong"
  [[nodiscard]] static Result<std::shared_ptr<const Vocabulary>> load(std::span<const VocabularyFile> files);

  ~Vocabulary();
  Vocabulary(const Vocabulary&) = delete;
  Vocabulary& operator=(const Vocabulary&) = delete;

  /// Changes whenever a file or the reader's own rules change; stored with each study, so that a library knows what is
  /// stale.
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] std::span<const VocabularyTerm> terms() const;
  /// Label of an id for people, or the id itself.
  [[nodiscard]] std::string_view label(std::string_view facet, std::string_view id) const;
  /// The term of that facet and id, or null.
  [[nodiscard]] const VocabularyTerm* find(std::string_view facet, std::string_view id) const;
  /// The term of a facet that names a MeSH heading, or null.
  [[nodiscard]] const VocabularyTerm* by_heading(std::string_view facet, std::string_view heading) const;
  /// Which phrases fire in `text`, in order.
  [[nodiscard]] std::vector<VocabularyHit> hits(std::string_view text) const;

  /// A trained model by name ("design"), or null where no file of that name with the ending .model was loaded.
  [[nodiscard]] const LinearModel* model(std::string_view name) const;

  struct Impl;
  [[nodiscard]] const Impl& impl() const { return *impl_; }

 private:
  explicit Vocabulary(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace meridian::evidence
