// What each of the E-utilities answers to a form, as bytes; no network here.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/eutils_query.hpp"

namespace meridian::test {

using Form = std::map<std::string, std::string>;

struct Answer {
  int status = 200;
  std::string type = "text/xml; charset=UTF-8";
  std::string body;
};

class EutilsAnswers {
 public:
  /// @param today  YYYYMMDD
  EutilsAnswers(Records records, std::size_t limit, int today)
      : records_(std::move(records)), limit_(limit), today_(today) {}

  struct Bias {
    long long count = 0;               ///< added to ESearch's Count
    std::set<std::uint32_t> withheld;  ///< left out by EFetch
    std::string error;                 ///< ESearch's <ERROR>
  };
  [[nodiscard]] Answer answer(const std::string& program, const Form& form, const Bias& bias);

  [[nodiscard]] std::size_t record_count() const { return records_.size(); }
  void change(const std::string& xml, const std::vector<std::uint32_t>& erased);

 private:
  struct Search;
  Answer esearch(const Form& form, const Bias& bias);
  Answer efetch(const Form& form, const Bias& bias);
  Answer epost(const Form& form);
  Answer einfo(const Form& form) const;
  Answer esummary(const Form& form);
  /// The ids a form names, by `id` or by history; an error text instead where it names none.
  std::string ids_of(const Form& form, std::vector<std::string>& ids);
  std::vector<PmidSet> history_of(const std::string& environment);
  std::pair<std::string, std::size_t> remember(const std::string& environment, PmidSet set);
  void restrict_dates(const Form& form, PmidSet& found) const;

  Records records_;
  std::size_t limit_;
  int today_;
  std::mutex guard_;
  std::map<std::string, std::vector<PmidSet>> histories_;
};

}  // namespace meridian::test
