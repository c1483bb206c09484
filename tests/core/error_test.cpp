// Failures and exit statuses.
#include "core/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace meridian {
namespace {

TEST(ExitStatus, EveryFaultHasOneRowAndItsOwnNumber) {
  std::set<int> numbers;
  std::set<Fault> faults;
  for (const auto& row : kExitStatuses) {
    EXPECT_TRUE(numbers.insert(row.status).second) << row.name;
    EXPECT_TRUE(faults.insert(row.fault).second) << row.name;
    EXPECT_EQ(exit_status(row.fault).status, row.status);
  }
  EXPECT_EQ(faults.size(), static_cast<std::size_t>(Fault::Interrupted) + 1);
}

TEST(Error, IsToldAsWhatHappenedWhileAndHint) {
  const Error error =
      Error{Fault::Network, "the server did not answer", {}, "run it again"}.while_doing("fetching page 3 of 7");
  EXPECT_EQ(error.describe(),
            "error: the server did not answer\n  while fetching page 3 of 7\n  hint: run it again  (exit status 4)");
}

TEST(Error, NeverSteersTheTerminal) {
  const Error error{Fault::BadInput, "bad \x1b[31mtitle", {}, ""};
  EXPECT_EQ(error.describe(), "error: bad [31mtitle  (exit status 3)");
}

}  // namespace
}  // namespace meridian
