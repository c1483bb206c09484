// Lines about studies on their way out, any of which may still be withdrawn by what is read later.
#include "cli/revocable_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "cli/output.hpp"

namespace meridian::cli {
namespace {

constexpr std::size_t kHeldBytes = std::size_t{64} << 20U;
constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;
constexpr Pmid kLargestMarked = 100'000'000;  ///< PMIDs have eight digits; marks for all of them take 12 MiB

enum class Kind {
  File,     ///< can be read again and shortened
  Nowhere,  ///< /dev/null: nothing can be wrong there
  Stream,   ///< what is out is out
};

class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(int number, bool owned) : number_(number), owned_(owned) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept { swap(other); }
  Descriptor& operator=(Descriptor&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Descriptor() {
    if (owned_ && number_ >= 0) {
      ::close(number_);
    }
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  void swap(Descriptor& other) {
    std::swap(number_, other.number_);
    std::swap(owned_, other.owned_);
  }
  int number_ = -1;
  bool owned_ = false;
};

/// Which PMIDs have a line out.
class Marks {
 public:
  void set(Pmid pmid) {
    if (pmid >= kLargestMarked) {
      beyond_ = true;
      return;
    }
    if (pmid >= marks_.size()) {
      marks_.resize(std::max<std::size_t>(pmid + 1U, std::min<std::size_t>(kLargestMarked, marks_.size() * 2)));
    }
    marks_[pmid] = true;
  }
  /// False only where no line about it is out.
  [[nodiscard]] bool may_hold(Pmid pmid) const {
    return pmid >= kLargestMarked ? beyond_ : pmid < marks_.size() && marks_[pmid];
  }

 private:
  std::vector<bool> marks_;
  bool beyond_ = false;
};

Pmid pmid_of(std::string_view line) {
  constexpr std::string_view kKey = "\"pmid\":";
  const auto at = line.find(kKey);
  Pmid pmid = 0;
  if (at != std::string_view::npos) {
    std::from_chars(line.data() + at + kKey.size(), line.data() + line.size(), pmid);
  }
  return pmid;
}

}  // namespace

struct RevocableOutput::Impl {
  Kind kind = Kind::Stream;
  Descriptor out;
  Descriptor again;  ///< the same file, to be read
  off_t begin = 0;   ///< where the first line stands
  Forecast forecast;
  bool holding = false;
  std::string held;
  std::vector<LineOf> held_lines;
  std::unordered_set<Pmid> gone;
  std::unordered_set<Pmid> late;
  Marks written;

  [[nodiscard]] Result<void> put(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t done = ::write(out.number(), text.data(), text.size());
      if (done < 0 && errno != EINTR) {
        return tl::unexpected<Error>(not_written(errno));
      }
      text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(done, 0)));
    }
    return {};
  }

  /// Writes the lines that are not void, in as few pieces as they make.
  Result<void> put_living(std::string_view text, const std::vector<LineOf>& lines) {
    std::size_t from = 0;
    std::size_t at = 0;
    for (const LineOf& line : lines) {
      if (gone.contains(line.pmid)) {
        if (auto done = put(text.substr(from, at - from)); !done) {
          return done;
        }
        from = at + line.bytes;
      } else {
        written.set(line.pmid);
      }
      at += line.bytes;
    }
    return put(text.substr(from, at - from));
  }

  Result<void> let_go() {
    holding = false;
    auto done = put_living(held, held_lines);
    held = {};
    held_lines = {};
    return done;
  }

  /// Moves the living lines of the file together and cuts off the rest.
  Result<void> take_out() {
    std::string block;
    off_t read_at = begin;
    off_t write_at = begin;
    const auto keep = [&](std::string_view text) {
      while (!text.empty()) {
        const ssize_t done = ::pwrite(again.number(), text.data(), text.size(), write_at);
        if (done < 0 && errno != EINTR) {
          return false;
        }
        write_at += std::max<ssize_t>(done, 0);
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(done, 0)));
      }
      return true;
    };
    for (;;) {
      const std::size_t had = block.size();
      block.resize(had + kBlockBytes);
      const ssize_t got = ::pread(again.number(), block.data() + had, kBlockBytes, read_at);
      if (got < 0) {
        return tl::unexpected<Error>(not_written(errno));
      }
      block.resize(had + static_cast<std::size_t>(got));
      read_at += got;
      std::string living;
      std::size_t from = 0;
      for (auto end = block.find('\n', had); end != std::string::npos; end = block.find('\n', from)) {
        const std::string_view line = std::string_view(block).substr(from, end + 1 - from);
        if (!gone.contains(pmid_of(line))) {
          living += line;
        }
        from = end + 1;
      }
      if (!keep(living)) {
        return tl::unexpected<Error>(not_written(errno));
      }
      block.erase(0, from);
      if (got == 0) {
        break;
      }
    }
    if (::ftruncate(again.number(), write_at) != 0 || ::lseek(out.number(), write_at, SEEK_SET) < 0) {
      return tl::unexpected<Error>(not_written(errno));
    }
    return {};
  }
};

RevocableOutput::RevocableOutput(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RevocableOutput::RevocableOutput(RevocableOutput&&) noexcept = default;
RevocableOutput& RevocableOutput::operator=(RevocableOutput&&) noexcept = default;
RevocableOutput::~RevocableOutput() = default;

Result<RevocableOutput> RevocableOutput::open(const std::string& path, Forecast forecast) {
  auto impl = std::make_unique<Impl>();
  impl->forecast = std::move(forecast);
  if (path.empty()) {
    impl->out = Descriptor(STDOUT_FILENO, false);
  } else {
    impl->out = Descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), true);
    if (impl->out.number() < 0) {
      return fail(Fault::Storage, fmt::format("{} cannot be written: {}", path, std::strerror(errno)));
    }
  }
  struct stat about {};
  const int out = impl->out.number();
  if (::fstat(out, &about) == 0) {
    if (S_ISCHR(about.st_mode) && about.st_rdev == makedev(1, 3)) {
      impl->kind = Kind::Nowhere;
    } else if (S_ISREG(about.st_mode) && (::fcntl(out, F_GETFL) & O_APPEND) == 0) {
      // Standard output is given for writing alone: the same file is opened once more to be read.
      impl->again = Descriptor(::open(fmt::format("/proc/self/fd/{}", out).c_str(), O_RDWR | O_CLOEXEC), true);
      impl->begin = ::lseek(out, 0, SEEK_CUR);
      if (impl->again.number() >= 0 && impl->begin >= 0) {
        impl->kind = Kind::File;
      }
    }
  }
  impl->holding = impl->kind == Kind::Stream;
  return RevocableOutput(std::move(impl));
}

Result<void> RevocableOutput::write(std::string&& text, const std::vector<LineOf>& lines) {
  if (!impl_->holding) {
    return impl_->put_living(text, lines);
  }
  impl_->held += text;
  impl_->held_lines.insert(impl_->held_lines.end(), lines.begin(), lines.end());
  if (impl_->held.size() < kHeldBytes) {
    return {};
  }
  auto known = impl_->forecast();
  if (!known) {
    return tl::unexpected<Error>(std::move(known.error()));
  }
  impl_->gone.merge(*known);
  return impl_->let_go();
}

void RevocableOutput::withdraw(const std::vector<Pmid>& pmids) {
  for (const Pmid pmid : pmids) {
    impl_->gone.insert(pmid);
    if (impl_->written.may_hold(pmid)) {
      impl_->late.insert(pmid);
    }
  }
}

Result<void> RevocableOutput::finish() {
  if (impl_->holding) {
    return impl_->let_go();
  }
  if (impl_->kind == Kind::File && !impl_->late.empty()) {
    return impl_->take_out();
  }
  return {};
}

std::vector<Pmid> RevocableOutput::late() const {
  if (impl_->kind != Kind::Stream) {
    return {};
  }
  std::vector<Pmid> pmids(impl_->late.begin(), impl_->late.end());
  std::sort(pmids.begin(), pmids.end());
  return pmids;
}

}  // namespace meridian::cli
