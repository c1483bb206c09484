// Text as bytes of UTF-8.
#include "core/text.hpp"

#include <gtest/gtest.h>

#include <random>

namespace meridian {
namespace {

TEST(Text, InvalidBytesBecomeTheReplacementCharacter) {
  EXPECT_EQ(valid_utf8("plain é 漢 😀"), "plain é 漢 😀");
  for (const std::string bad : {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_FALSE(is_valid_utf8(bad));
    EXPECT_TRUE(is_valid_utf8(valid_utf8("a" + bad + "b")));
    EXPECT_TRUE(valid_utf8("a" + bad + "b").starts_with("a\xEF\xBF\xBD"));
    EXPECT_TRUE(valid_utf8("a" + bad + "b").ends_with("b"));
  }
}

TEST(Text, AnyBytesAreMendedOnceAndForAll) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes(random() % 40, ' ');
    for (char& c : bytes) {
      c = static_cast<char>(random() % 256);
    }
    const std::string mended = valid_utf8(bytes);
    EXPECT_TRUE(is_valid_utf8(mended));
    EXPECT_EQ(valid_utf8(mended), mended);
    const std::string once = squeeze(mended);
    EXPECT_EQ(squeeze(once), once);
  }
}

TEST(Text, SqueezeLeavesOneBlankBetweenWords) {
  EXPECT_EQ(squeeze("  a \t\n b\xC2\xA0\xE2\x80\x89"
                    "c\xE3\x80\x80"),
            "a b c");
  EXPECT_EQ(squeeze(" \n "), "");
  EXPECT_EQ(squeeze(""), "");
}

TEST(Text, WhatIsSqueezedIsWhatSqueezeLeavesAsItIs) {
  const std::string pieces[] = {" ",  "  ", "a",    "word", "\t",   "\n",   "\xC2\xA0", "\xE2\x80\x89",           "é",
                                "漢", "😀",  "\x01", "\x7F", "\xFF", "\xC3", "eight by", "longer than eight bytes"};
  std::mt19937 random(3);
  int squeezed = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (auto left = random() % 7; left > 0; --left) {
      text += pieces[random() % std::size(pieces)];
    }
    const bool expected = is_valid_utf8(text) && squeeze(text) == text;
    EXPECT_EQ(is_squeezed(text), expected) << testing::PrintToString(text);
    squeezed += expected ? 1 : 0;
  }
  EXPECT_GT(squeezed, 1000);
}

TEST(Text, PrintableDropsWhatSteersATerminal) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\xE2\x80\xAE"
                      "d\xC2\x9B"),
            "a[31mb cd");
  EXPECT_EQ(printable_lines("a\nb\x07"), "a\nb");
}

TEST(Text, SmallToolsDoWhatTheySay) {
  EXPECT_EQ(ascii_lower("AbÉ"), "abÉ");
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(display_width("abc"), 3U);
  EXPECT_EQ(nearest_name("serch", {"search", "show"}), "search");
  EXPECT_EQ(nearest_name("xyzzy", {"search", "show"}), "");
}

}  // namespace
}  // namespace meridian
