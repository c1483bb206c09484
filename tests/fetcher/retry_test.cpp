// When and how long a failed request is waited for.
#include "fetcher/retry.hpp"

#include <gtest/gtest.h>

namespace meridian::fetcher {
namespace {

using std::chrono::milliseconds;

struct Notes final : Observer {
  std::vector<std::string> lines;
  bool stop = false;
  void note(std::string_view text) override { lines.emplace_back(text); }
  [[nodiscard]] bool cancelled() const override { return stop; }
};

TEST(RetryAfter, ReadsSecondsAndDates) {
  constexpr std::int64_t kNow = 784111777;  // Sun, 06 Nov 1994 08:49:37 GMT
  const std::vector<std::pair<std::string, std::optional<milliseconds>>> cases{
      {"3", milliseconds(3000)},
      {" 0 ", milliseconds(0)},
      {"Sun, 06 Nov 1994 08:49:47 GMT", milliseconds(10000)},
      {"Sunday, 06-Nov-94 08:49:47 GMT", milliseconds(10000)},
      {"Sun Nov  6 08:49:47 1994", milliseconds(10000)},
      {"Sun, 06 Nov 1994 08:00:00 GMT", milliseconds(0)},
      {"99999999999999999999999", milliseconds(86400000)},
      {"", std::nullopt},
      {"-5", std::nullopt},
      {"soon", std::nullopt},
  };
  for (const auto& [header, expected] : cases) {
    EXPECT_EQ(read_retry_after(header, kNow), expected) << header;
  }
}

TEST(RetryWait, DoublesWithinAFifthAndStopsAtTheLongest) {
  const RetryPolicy policy{.attempts = 6, .first_wait = milliseconds(1000), .longest_wait = milliseconds(5000)};
  EXPECT_EQ(wait_after(1, policy, {}, 0.5), milliseconds(1000));
  EXPECT_EQ(wait_after(1, policy, {}, 0.0), milliseconds(800));
  EXPECT_EQ(wait_after(2, policy, {}, 1.0), milliseconds(2400));
  EXPECT_EQ(wait_after(9, policy, {}, 1.0), milliseconds(5000));
  EXPECT_EQ(wait_after(1000000, policy, {}, 0.5), milliseconds(5000));
  EXPECT_EQ(wait_after(1, policy, milliseconds(3000), 0.5), milliseconds(3000));
  EXPECT_EQ(wait_after(1, policy, milliseconds(86400000), 0.5), milliseconds(5000));
}

TEST(Retries, TellEachWaitAndGiveUpAfterTheLastAttempt) {
  Notes notes;
  const RetryPolicy policy{.attempts = 3, .first_wait = milliseconds(10), .longest_wait = milliseconds(10)};
  int calls = 0;
  const auto outcome = with_retries(policy, notes, [&]() -> tl::expected<int, Trouble> {
    ++calls;
    return tl::unexpected(Trouble{.what = "server busy (429)", .retry_after = milliseconds(10)});
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(outcome.error().fault, Fault::Network);
  EXPECT_EQ(outcome.error().message, "server busy (429) (after 3 attempts)");
  EXPECT_EQ(notes.lines, (std::vector<std::string>{"server busy (429), waiting 10 ms, attempt 2 of 3",
                                                   "server busy (429), waiting 10 ms, attempt 3 of 3"}));
}

TEST(Retries, DoNotRepeatWhatIsWrongForGood) {
  Notes notes;
  int calls = 0;
  const auto outcome = with_retries(RetryPolicy{}, notes, [&]() -> tl::expected<int, Trouble> {
    ++calls;
    return tl::unexpected(Trouble{.transient = false, .fault = Fault::BadInput, .what = "no"});
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(outcome.error().fault, Fault::BadInput);
}

TEST(Retries, EndAtOnceWhenStoppedDuringAWait) {
  Notes notes;
  notes.stop = true;
  const auto start = std::chrono::steady_clock::now();
  const auto outcome = with_retries(RetryPolicy{}, notes, []() -> tl::expected<int, Trouble> {
    return tl::unexpected(Trouble{.what = "busy", .retry_after = milliseconds(30000)});
  });
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().fault, Fault::Interrupted);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(1));
}

}  // namespace
}  // namespace meridian::fetcher
