// Tests topics and the sums of receipts.
#include "tracker/topic.hpp"

#include <gtest/gtest.h>

#include "tracker/receipt.hpp"

namespace meridian::tracker {
namespace {

TEST(Topic, NamesFileAndLineOfAnUnknownKey) {
  const auto topic = parse_topic("query = \"a\"\nqeury = \"b\"\n", "x.toml", "x");
  ASSERT_FALSE(topic.has_value());
  EXPECT_EQ(topic.error().fault, Fault::Misconfigured);
  EXPECT_EQ(topic.error().message.substr(0, 9), "x.toml:2:");
}

TEST(Receipt, DisagreesOnceARecordIsLost) {
  Receipt receipt;
  receipt.command = "update";
  receipt.listed = receipt.asked = receipt.received = receipt.read = receipt.indexed = receipt.stored_new = 2;
  EXPECT_TRUE(receipt.agrees());
  receipt.received = 1;
  EXPECT_FALSE(receipt.agrees());
}

}  // namespace
}  // namespace meridian::tracker
