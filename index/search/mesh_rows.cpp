// The form of a file of MeSH headings: checked when it is read, and looked into by halves.
#include "index/search/mesh_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <optional>

#include "core/text.hpp"
#include "index/search/keys.hpp"

namespace meridian::index {
namespace {

constexpr std::uintmax_t kLargestFile = 256U << 20U;

/// A kind of row, and how many cells it has.
struct Kind {
  char letter;
  std::ptrdiff_t cells;
};
constexpr auto kKinds = std::to_array<Kind>({{'H', 3}, {'N', 3}, {'Q', 4}, {'T', 3}});

bool is_remark(std::string_view line) { return line.empty() || line[0] == '#'; }

/// The line of `text` that begins at `at`, without its end.
std::string_view line_at(std::string_view text, std::size_t at) {
  return text.substr(at, std::min(text.find('\n', at), text.size()) - at);
}

/// Where the first line that is no remark begins.
std::size_t first_row(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_remark(line_at(text, at))) {
    at += line_at(text, at).size() + 1;
  }
  return std::min(at, text.size());
}

bool is_row(std::string_view line) {
  const auto* kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& one) { return line[0] == one.letter; });
  return kind != kKinds.end() && line.size() > 2 && line[1] == '\t' && line[2] != '\t' &&
         std::count(line.begin(), line.end(), '\t') + 1 == kind->cells;
}

Error wrong(const std::filesystem::path& file, std::string_view text, std::size_t at, std::string_view what,
            std::string hint) {
  const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
  return {Fault::Misconfigured, fmt::format("{}:{}: {}", file.string(), line, what), {}, std::move(hint)};
}

/// What is wrong with the rows from `at` on.
std::optional<Error> fault_in(std::string_view text, std::size_t at, const std::filesystem::path& file) {
  std::string_view before;
  while (at < text.size()) {
    const std::string_view line = line_at(text, at);
    if (line < before) {
      return wrong(file, text, at, "not in byte order",
                   fmt::format("`LC_ALL=C sort -o {0} {0}` puts the rows in order", file.string()));
    }
    if (!is_row(line)) {
      return wrong(file, text, at, "not a row of MeSH",
                   "a row is H, N or T with two more cells, or Q with three, parted by tabs");
    }
    before = line;
    at += line.size() + 1;
  }
  return std::nullopt;
}

/// The rows of a file written by hand in the form of the others.
Result<std::string> put_in_order(std::string_view text, const std::filesystem::path& file) {
  MeshRowsWriter writer;
  for (std::size_t at = 0; at < text.size(); at += line_at(text, at).size() + 1) {
    const std::string_view line = line_at(text, at);
    if (is_remark(line)) {
      continue;
    }
    const auto cells = split(line, '\t');
    if (cells.size() < 3 || cells.size() > 4 || (cells[0] != "D" && cells[0] != "Q") || cells[1].empty()) {
      return tl::unexpected<Error>(
          wrong(file, text, at, "not a row of MeSH", "a row is D or Q, a name, and two more cells, parted by tabs"));
    }
    const std::string_view last = cells.size() > 3 ? cells[3] : std::string_view();
    if (cells[0] == "D") {
      writer.heading(cells[1], split(cells[2], ' '), split(last, '|'));
    } else {
      writer.qualifier(cells[1], cells[2], last);
    }
  }
  return writer.text({});
}

}  // namespace

Result<MeshRows> MeshRows::read(const std::filesystem::path& file) {
  std::error_code ignored;
  const std::uintmax_t size = std::filesystem::file_size(file, ignored);
  std::ifstream in(file, std::ios::binary);
  if (!in || ignored || size > kLargestFile) {
    return fail(Fault::Misconfigured, fmt::format("{} cannot be read", file.string()));
  }
  MeshRows rows;
  rows.text_.resize(static_cast<std::size_t>(size));
  in.read(rows.text_.data(), static_cast<std::streamsize>(size));
  rows.text_.resize(static_cast<std::size_t>(in.gcount()));
  rows.rows_at_ = first_row(rows.text_);
  const std::string_view beginning = std::string_view(rows.text_).substr(rows.rows_at_, 1);
  if (beginning == "H" || beginning == "N" || beginning == "T") {
    if (auto fault = fault_in(rows.text_, rows.rows_at_, file)) {
      return tl::unexpected<Error>(std::move(*fault));
    }
  } else {
    auto ordered = put_in_order(rows.text_, file);
    if (!ordered) {
      return tl::unexpected<Error>(std::move(ordered.error()));
    }
    rows.text_ = std::move(*ordered);
    rows.rows_at_ = 0;
  }
  if (!rows.text_.empty() && rows.text_.back() != '\n') {
    rows.text_ += '\n';
  }
  return rows;
}

std::size_t MeshRows::first_not_before(std::string_view wanted) const {
  std::size_t from = rows_at_;
  std::size_t to = text_.size();
  while (from < to) {  // both begin a line, or stand at the end
    const std::size_t middle = from + (to - from) / 2;
    const void* end = middle == from ? nullptr : ::memrchr(text_.data() + from, '\n', middle - from);
    const std::size_t at =
        end == nullptr ? from : static_cast<std::size_t>(static_cast<const char*>(end) - text_.data()) + 1;
    const std::string_view line = line_at(text_, at);
    if (line < wanted) {
      from = at + line.size() + 1;
    } else {
      to = at;
    }
  }
  return from;
}

std::vector<std::string_view> MeshRows::beginning_with(std::string_view beginning) const {
  std::vector<std::string_view> rows;
  for (std::size_t at = first_not_before(beginning); at < text_.size();) {
    const std::string_view line = line_at(text_, at);
    if (!line.starts_with(beginning)) {
      break;
    }
    rows.push_back(line);
    at += line.size() + 1;
  }
  return rows;
}

void MeshRowsWriter::heading(std::string_view name, std::span<const std::string_view> trees,
                             std::span<const std::string_view> terms) {
  const auto named = [&](std::string_view term) {
    if (const std::string key = key_of(term); !key.empty()) {
      rows_.push_back(fmt::format("N\t{}\t{}", key, name));
    }
  };
  rows_.push_back(fmt::format("H\t{}\t{}", name, fmt::join(trees, " ")));
  named(name);
  std::for_each(terms.begin(), terms.end(), named);
  for (const std::string_view tree : trees) {
    if (!tree.empty()) {
      rows_.push_back(fmt::format("T\t{}\t{}", tree, name));
    }
  }
}

void MeshRowsWriter::qualifier(std::string_view name, std::string_view narrower, std::string_view abbreviation) {
  rows_.push_back(fmt::format("Q\t{}\t{}\t{}", ascii_lower(name), ascii_lower(narrower), ascii_lower(abbreviation)));
}

std::string MeshRowsWriter::text(std::string_view remarks) const {
  std::vector<std::string_view> ordered(rows_.begin(), rows_.end());
  std::sort(ordered.begin(), ordered.end());
  ordered.erase(std::unique(ordered.begin(), ordered.end()), ordered.end());
  std::string text(remarks);
  for (const std::string_view row : ordered) {
    text += row;
    text += '\n';
  }
  return text;
}

}  // namespace meridian::index
