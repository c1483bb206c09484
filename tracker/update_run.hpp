// One update run, step by step; what update() is made of.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "tracker/update.hpp"

namespace meridian::tracker {

class UpdateRun {
 public:
  UpdateRun(const Topic& topic, const UpdateOptions& options, UpdateTools tools, Receipt& receipt)
      : topic_(topic), options_(options), tools_(tools), receipt_(receipt) {}

  /// Everything up to the receipt's end.
  [[nodiscard]] Result<void> work();
  /// Judges the run and records it; `failure` is what ended work(), or what the judging found.
  void finish(std::optional<Error>& failure);

 private:
  [[nodiscard]] Result<void> list();
  [[nodiscard]] Result<std::vector<Pmid>> search(const std::string& what, const std::string& term,
                                                 const std::optional<fetcher::DateWindow>& window);
  [[nodiscard]] Result<void> choose();
  [[nodiscard]] Result<void> look_after_strays();
  [[nodiscard]] Result<void> wait_for_off_peak();
  [[nodiscard]] Result<void> fetch(const std::vector<Pmid>& pmids, const std::string& topic, bool may_be_gone);
  [[nodiscard]] Result<void> keep(fetcher::FetchPage&& page, const std::string& topic, bool may_be_gone);
  [[nodiscard]] Result<void> fetch_notices();
  [[nodiscard]] Result<void> withdraw_vanished();
  [[nodiscard]] Result<void> prove_indexed();
  [[nodiscard]] bool absence_is_tolerable();

  const Topic& topic_;
  const UpdateOptions& options_;
  UpdateTools tools_;
  Receipt& receipt_;

  std::string today_, now_;
  index::TopicState state_;
  std::vector<index::Member> members_;
  std::string sweep_from_;  ///< day, empty where everything is listed for the first time
  bool audit_ = false;      ///< the whole search is listed
  bool moves_ = true;       ///< false: even a complete run does not move the watermark
  std::set<Pmid> listed_, revised_;
  std::vector<Pmid> wanted_, strays_, gone_, damaged_;
  std::unordered_set<Pmid> deleted_before_;
  std::vector<index::WatchMatch> matches_;
};

}  // namespace meridian::tracker
