// A library in a folder of its own, and synthetic records to fill it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "index/library.hpp"

namespace meridian::index {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "meridian-index-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::filesystem::path library() const { return path_ / "library"; }

 private:
  std::filesystem::path path_;
};

inline Result<Library> open_library(const Folder& folder, Access access = Access::Write) {
  Observer silent;
  LibraryOptions options;
  options.folder = folder.library();
  options.access = access;
  return Library::open(options, silent);
}

inline Entry entry_of(Pmid pmid, const std::string& title = "Electroacupuncture for neuropathy", int year = 2020) {
  Entry entry;
  entry.citation.pmid = pmid;
  entry.citation.title = title;
  entry.citation.abstract = {
      {"RESULTS", "RESULTS", fmt::format("Nerve conduction velocity improved in group {} (P<0.05).", pmid)}};
  entry.citation.date.year = year;
  entry.citation.authors.push_back({"Smith", "Jane", "J", "", "", "", {}});
  entry.study.pmid = pmid;
  entry.study.title = title;
  entry.study.year = year;
  entry.study.design = Reading{pmid % 2 == 0 ? "rct" : "review", "", "title", "R-001"};
  entry.study.sample_size = SampleSize{pmid * 10, "", ""};
  Mechanism mechanism;
  mechanism.id = "nerve-function";
  mechanism.status = MechanismStatus::Supported;
  entry.study.mechanisms.push_back(mechanism);
  entry.raw = fmt::format("<PubmedArticle>{}</PubmedArticle>", pmid);
  return entry;
}

}  // namespace meridian::index
