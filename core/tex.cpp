// Decodes TeX's accents by a table of composed letters; what has none becomes a letter with a combining mark.
#include "core/tex.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace meridian {
namespace {

/// An accent's command, its combining mark, and pairs of a letter and its composed form.
struct Accent {
  char command;
  std::string_view mark, composed;
};

constexpr auto kAccents = std::to_array<Accent>({
    {'`', "\u0300", "AÀEÈIÌOÒUÙaàeèiìoòuùNǸnǹ"},
    {'\'', "\u0301", "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzźGǴgǵ"},
    {'^', "\u0302", "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ"},
    {'~', "\u0303", "AÃNÑOÕaãnñoõIĨiĩUŨuũ"},
    {'"', "\u0308", "AÄEËIÏOÖUÜYŸaäeëiïoöuüyÿ"},
    {'=', "\u0304", "AĀEĒIĪOŌUŪaāeēiīoōuū"},
    {'.', "\u0307", "CĊcċEĖeėGĠgġIİZŻzż"},
    {'u', "\u0306", "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ"},
    {'v', "\u030C", "CČcčDĎdďEĚeěNŇnňRŘrřSŠsšTŤtťZŽzžLĽlľGǦgǧ"},
    {'H', "\u030B", "OŐoőUŰuű"},
    {'c', "\u0327", "CÇcçGĢKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţ"},
    {'k', "\u0328", "AĄaąEĘeęIĮiįUŲuų"},
    {'r', "\u030A", "AÅaåUŮuů"},
    {'d', "\u0323", ""},
    {'b', "\u0331", ""},
});

constexpr auto kLetters = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"ss", "ß"},
    {"o", "ø"},
    {"O", "Ø"},
    {"l", "ł"},
    {"L", "Ł"},
    {"ae", "æ"},
    {"AE", "Æ"},
    {"oe", "œ"},
    {"OE", "Œ"},
    {"aa", "å"},
    {"AA", "Å"},
    {"i", "i"},
    {"j", "j"},
    {"dh", "ð"},
    {"DH", "Ð"},
    {"th", "þ"},
    {"TH", "Þ"},
    {"dj", "đ"},
    {"DJ", "Đ"},
    {"ng", "ŋ"},
    {"NG", "Ŋ"},
    {"textendash", "–"},
    {"textemdash", "—"},
    {"textbackslash", "\\"},
    {"textbraceleft", "{"},
    {"textbraceright", "}"},
    {"textasciitilde", "~"},
    {"textasciicircum", "^"},
});

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string accented(const Accent& accent, char letter) {
  for (std::size_t i = 0; i < accent.composed.size();) {
    std::size_t end = i + 1;
    while (end < accent.composed.size() && (static_cast<unsigned char>(accent.composed[end]) & 0xC0U) == 0x80U) {
      ++end;
    }
    // each letter is followed by its composed form, of two bytes or three
    const std::size_t lead = end;
    ++end;
    while (end < accent.composed.size() && (static_cast<unsigned char>(accent.composed[end]) & 0xC0U) == 0x80U) {
      ++end;
    }
    if (accent.composed[i] == letter) {
      return std::string(accent.composed.substr(lead, end - lead));
    }
    i = end;
  }
  return letter + std::string(accent.mark);
}

/// The letter that an accent stands on, bare, in braces or as \i; `at` goes behind it. 0 where there is none.
char base_letter(std::string_view text, std::size_t& at) {
  std::size_t i = at;
  while (i < text.size() && text[i] == ' ') {
    ++i;
  }
  const bool braced = i < text.size() && text[i] == '{';
  i += braced ? 1 : 0;
  i += i < text.size() && text[i] == '\\' ? 1 : 0;
  if (i >= text.size() || !is_letter(text[i])) {
    return 0;
  }
  const char letter = text[i++];
  if (braced) {
    if (i >= text.size() || text[i] != '}') {
      return 0;
    }
    ++i;
  }
  at = i;
  return letter;
}

/// Reads the command whose backslash stands at `at`; false where it is unknown.
bool command(std::string_view text, std::size_t& at, std::string& out) {
  const char first = text[at + 1];
  if (std::string_view("&%$#_{}").find(first) != std::string_view::npos) {
    out += first;
    at += 2;
    return true;
  }
  std::size_t end = at + 1;
  while (end < text.size() && is_letter(text[end])) {
    ++end;
  }
  const auto word = text.substr(at + 1, end - at - 1);
  const auto accent =
      std::find_if(kAccents.begin(), kAccents.end(), [&](const Accent& one) { return one.command == first; });
  // \"u and \v{c} are accents; \vec is a word, and an accent of that name needs a brace or a blank
  if (accent != kAccents.end() && word.size() <= 1) {
    std::size_t behind = at + 2;
    if (const char letter = base_letter(text, behind); letter != 0) {
      out += accented(*accent, letter);
      at = behind;
      return true;
    }
  }
  const auto letter =
      std::find_if(kLetters.begin(), kLetters.end(), [&](const auto& one) { return one.first == word; });
  if (letter == kLetters.end()) {
    return false;
  }
  out += letter->second;
  at = end;
  if (at < text.size() && text[at] == ' ') {  // ends the command's name
    ++at;
  } else if (text.substr(at, 2) == "{}") {
    at += 2;
  }
  return true;
}

}  // namespace

std::string decoded_tex(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '\\' && at + 1 < text.size()) {
      if (!command(text, at, out)) {
        out += text.substr(at, 2);
        at += 2;
      }
      continue;
    }
    if (c == '~') {
      out += ' ';
    } else if (c != '{' && c != '}') {
      out += c;
    }
    ++at;
  }
  return out;
}

}  // namespace meridian
