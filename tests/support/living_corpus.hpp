// A corpus that lives: records are created, revised, retracted, reinstated and deleted from a seed, day by day.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace meridian::test {

struct LivingRecord {
  std::uint32_t pmid = 0;
  int created = 0, revised = 0;  ///< days since the corpus began
  int edition = 1;               ///< counts the texts it had
  bool on_topic = true;          ///< false: its text no longer matches the search "pain"
  bool indexed = false;          ///< has MeSH headings
  std::uint32_t retracted_by = 0, corrected_by = 0, concern_by = 0;
  std::uint32_t retracts = 0;  ///< of a notice: the paper it is about
  std::uint32_t twin_of = 0;   ///< shares its DOI, but for case
};

class LivingCorpus {
 public:
  explicit LivingCorpus(std::uint32_t seed) : random_(seed) {}

  struct Change {
    std::string xml;  ///< of new and revised records
    std::vector<std::uint32_t> erased;
  };
  /// What happens on the next day.
  Change next_day();

  [[nodiscard]] const std::map<std::uint32_t, LivingRecord>& records() const { return records_; }
  [[nodiscard]] int today() const { return today_; }
  /// The record's XML as the server has it.
  [[nodiscard]] static std::string xml_of(const LivingRecord& record);
  /// "2026-01-01" and so on.
  [[nodiscard]] static std::string iso_day(int day);
  [[nodiscard]] const std::set<std::uint32_t>& ever_retracted() const { return ever_retracted_; }

 private:
  bool chance(double p) { return std::uniform_real_distribution<double>(0, 1)(random_) < p; }
  LivingRecord& any();
  LivingRecord& create();

  std::mt19937 random_;
  std::map<std::uint32_t, LivingRecord> records_;
  std::set<std::uint32_t> changed_, ever_retracted_;
  std::uint32_t next_ = 91000001;
  int today_ = -1;
};

}  // namespace meridian::test
