// Work by several threads with results in order.
#include "core/ordered_pipeline.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

namespace meridian {
namespace {

std::function<std::optional<int>()> numbers(int last) {
  return [at = 0, last]() mutable { return at < last ? std::optional<int>(at++) : std::nullopt; };
}

TEST(OrderedPipeline, GivesResultsInTheOrderOfTheItems) {
  for (const unsigned workers : {0U, 1U, 2U, 7U}) {
    std::vector<int> got;
    ordered_pipeline<int, int>(
        numbers(500),
        [](int&& n) {
          if (n % 7 == 0) {
            std::this_thread::sleep_for(std::chrono::microseconds(200));
          }
          return n * 2;
        },
        [&](int&& n) {
          got.push_back(n);
          return true;
        },
        workers, 8);
    ASSERT_EQ(got.size(), 500U);
    for (int i = 0; i < 500; ++i) {
      EXPECT_EQ(got[static_cast<std::size_t>(i)], 2 * i);
    }
  }
}

TEST(OrderedPipeline, KeepsNoMoreItemsAliveThanItsWindow) {
  std::atomic<int> alive{0}, most{0};
  ordered_pipeline<int, int>(
      [&, source = numbers(300)]() mutable {
        auto item = source();
        if (item) {
          most = std::max(most.load(), ++alive);
        }
        return item;
      },
      [](int&& n) { return n; },
      [&](int&&) {
        --alive;
        return true;
      },
      3, 5);
  EXPECT_LE(most.load(), 6);
}

TEST(OrderedPipeline, StopsWhereTheSinkHasEnough) {
  int taken = 0;
  ordered_pipeline<int, int>(
      numbers(1'000'000), [](int&& n) { return n; }, [&](int&&) { return ++taken < 10; }, 2, 4);
  EXPECT_EQ(taken, 10);
}

TEST(OrderedPipeline, AFailureAnywhereReachesTheCaller) {
  const auto fine = [](int&& n) { return n; };
  const auto all = [](int&&) { return true; };
  const auto fault = []() -> int { throw std::runtime_error("broken"); };
  EXPECT_THROW((ordered_pipeline<int, int>([&]() -> std::optional<int> { return fault(); }, fine, all, 2, 4)),
               std::runtime_error);
  EXPECT_THROW((ordered_pipeline<int, int>(
                   numbers(50), [&](int&& n) { return n == 20 ? fault() : n; }, all, 2, 4)),
               std::runtime_error);
  EXPECT_THROW((ordered_pipeline<int, int>(
                   numbers(50), fine, [&](int&& n) { return n == 20 ? fault() > 0 : true; }, 2, 4)),
               std::runtime_error);
}

}  // namespace
}  // namespace meridian
