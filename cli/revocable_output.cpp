// Lines about studies on their way out, any of which may still be withdrawn by what is read later.
#include "cli/revocable_output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <limits>
#include <optional>
#include <utility>

#include "cli/descriptor.hpp"
#include "cli/nameless_file.hpp"
#include "cli/output.hpp"

namespace meridian::cli {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20U;
constexpr Pmid kLargestMarked = 100'000'000;  ///< PMIDs have eight digits; marks for all of them take 12 MiB

enum class Kind {
  File,     ///< can be read again and shortened
  Nowhere,  ///< /dev/null: nothing can be wrong there
  Stream,   ///< what is out is out
};

/// Which PMIDs have a line out, or held.
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

/// Hands on the lines that stand in `file` from `at` to `end` and are not about `gone`, a block at a time.
template <class Keep>
Result<void> each_living(int file, off_t at, off_t end, const std::unordered_set<Pmid>& gone, const Keep& keep) {
  std::string block;
  for (bool more = true; more;) {
    const std::size_t had = block.size();
    const std::size_t wanted = std::min<std::size_t>(kBlockBytes, static_cast<std::size_t>(end - at));
    block.resize(had + wanted);
    const ssize_t got = ::pread(file, block.data() + had, wanted, at);
    if (got < 0) {
      return tl::unexpected<Error>(not_written(errno));
    }
    block.resize(had + static_cast<std::size_t>(got));
    at += got;
    more = got > 0;
    std::string living;
    std::size_t from = 0;
    for (auto stop = block.find('\n', had); stop != std::string::npos; stop = block.find('\n', from)) {
      const std::string_view line = std::string_view(block).substr(from, stop + 1 - from);
      if (!gone.contains(pmid_of(line))) {
        living += line;
      }
      from = stop + 1;
    }
    if (Result<void> kept = keep(living); !kept) {
      return kept;
    }
    block.erase(0, from);
  }
  return {};
}

/// The lines of `text` that are not about `gone`.
std::string living_of(std::string&& text, const std::vector<LineOf>& lines, const std::unordered_set<Pmid>& gone) {
  if (std::none_of(lines.begin(), lines.end(), [&](const LineOf& line) { return gone.contains(line.pmid); })) {
    return std::move(text);
  }
  std::string living;
  std::size_t at = 0;
  for (const LineOf& line : lines) {
    if (!gone.contains(line.pmid)) {
      living.append(text, at, line.bytes);
    }
    at += line.bytes;
  }
  return living;
}

}  // namespace

struct RevocableOutput::Impl {
  std::string path;  ///< "" for standard output
  Kind kind = Kind::Stream;
  Descriptor out;
  Descriptor again;  ///< the same file, to be read
  off_t begin = 0;   ///< where the first line stands
  Foresight foresight;
  HeldBounds bounds;
  const Observer* observer = nullptr;
  bool holding = false;
  std::vector<std::string> held;  ///< lines in the order in which they came
  std::uint64_t held_bytes = 0;
  std::optional<NamelessFile> spilled;  ///< those that came after them
  std::unordered_set<Pmid> gone;
  std::unordered_set<Pmid> late;  ///< those of the gone with a line written or held
  Marks written;

  /// What a call to the system that failed means: nothing where it was a signal that asks for no end.
  [[nodiscard]] Result<void> failed_call() const {
    if (errno != EINTR) {
      return tl::unexpected<Error>(not_written(errno));
    }
    if (observer->cancelled()) {
      return fail(Fault::Interrupted, "stopped");
    }
    return {};
  }

  [[nodiscard]] Result<void> put(std::string_view text) const {
    while (!text.empty()) {
      const ssize_t done = ::write(out.number(), text.data(), text.size());
      if (done < 0) {
        if (auto failed = failed_call(); !failed) {
          return failed;
        }
      }
      text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(done, 0)));
    }
    return {};
  }

  /// Nobody should wait for a whole conversion that nobody will read.
  [[nodiscard]] bool reader_is_gone() const {
    pollfd asked{out.number(), 0, 0};
    return ::poll(&asked, 1, 0) == 1 && (asked.revents & POLLERR) != 0;
  }

  /// False where no more can be held; `text` is as it was then.
  [[nodiscard]] bool hold(std::string& text) {
    if (!spilled && held_bytes + text.capacity() <= bounds.memory) {
      held_bytes += text.capacity();
      held.push_back(std::move(text));
      return true;
    }
    if (!spilled && !(spilled = NamelessFile::make())) {
      return false;
    }
    const std::uint64_t half = spilled->room() / 2;
    const std::uint64_t most = foresight.whole ? std::min(bounds.disk, half) : half;
    return spilled->size() + text.size() <= most && spilled->append(text);
  }

  /// Writes what is held, and `last` behind it.
  Result<void> let_go(std::string_view last = {}) {
    holding = false;
    for (std::string& text : held) {
      if (auto done = put_held(std::exchange(text, {})); !done) {
        return done;
      }
    }
    if (spilled) {
      if (auto done = put_spilled(); !done) {
        return done;
      }
    }
    held.clear();
    spilled.reset();
    auto done = put_held(last);
    late.clear();
    return done;
  }

  Result<void> put_held(std::string_view text) const {
    if (late.empty()) {
      return put(text);
    }
    std::string living;
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = text.find('\n', from) + 1;
      const std::string_view line = text.substr(from, end - from);
      living += late.contains(pmid_of(line)) ? std::string_view() : line;
      from = end;
    }
    return put(living);
  }

  Result<void> put_spilled() const {
    off_t at = 0;
    const auto end = static_cast<off_t>(spilled->size());
    // The kernel copies what needs no look, as far as it can for this kind of output.
    while (late.empty() && at < end) {
      const auto wanted = std::min<std::size_t>(kBlockBytes, static_cast<std::size_t>(end - at));
      const ssize_t done = ::sendfile(out.number(), spilled->number(), &at, wanted);
      if (done == 0 || (done < 0 && (errno == EINVAL || errno == ENOSYS))) {
        break;
      }
      if (done < 0) {
        if (auto failed = failed_call(); !failed) {
          return failed;
        }
      }
    }
    return each_living(spilled->number(), at, end, late, [&](std::string_view living) { return put(living); });
  }

  /// Moves the living lines of the file together and cuts off the rest.
  Result<void> take_out() {
    off_t write_at = begin;
    const auto keep = [&](std::string_view text) -> Result<void> {
      while (!text.empty()) {
        const ssize_t done = ::pwrite(again.number(), text.data(), text.size(), write_at);
        if (done < 0 && errno != EINTR) {
          return tl::unexpected<Error>(not_written(errno));
        }
        write_at += std::max<ssize_t>(done, 0);
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(done, 0)));
      }
      return {};
    };
    if (auto moved = each_living(again.number(), begin, std::numeric_limits<off_t>::max(), gone, keep); !moved) {
      return moved;
    }
    if (::ftruncate(again.number(), write_at) != 0 || ::lseek(out.number(), write_at, SEEK_SET) < 0) {
      return tl::unexpected<Error>(not_written(errno));
    }
    return {};
  }

  void withdraw(Pmid pmid) {
    if (gone.insert(pmid).second && written.may_hold(pmid)) {
      late.insert(pmid);
    }
  }
};

RevocableOutput::RevocableOutput(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RevocableOutput::RevocableOutput(RevocableOutput&&) noexcept = default;
RevocableOutput& RevocableOutput::operator=(RevocableOutput&&) noexcept = default;
RevocableOutput::~RevocableOutput() = default;

Result<RevocableOutput> RevocableOutput::open(const std::string& path, Foresight foresight, const Observer& observer,
                                              const HeldBounds& bounds) {
  auto impl = std::make_unique<Impl>();
  impl->path = path;
  impl->foresight = std::move(foresight);
  impl->observer = &observer;
  impl->bounds = bounds;
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
  for (const LineOf& line : lines) {
    if (!impl_->gone.contains(line.pmid)) {
      impl_->written.set(line.pmid);
    }
  }
  std::string living = living_of(std::move(text), lines, impl_->gone);
  if (!impl_->holding) {
    return impl_->put(living);
  }
  if (impl_->reader_is_gone()) {
    return tl::unexpected<Error>(not_written(EPIPE));
  }
  if (impl_->hold(living)) {
    return {};
  }
  for (const Pmid pmid : impl_->foresight.ask()) {
    impl_->withdraw(pmid);
  }
  return impl_->let_go(living);
}

void RevocableOutput::withdraw(const std::vector<Pmid>& pmids) {
  for (const Pmid pmid : pmids) {
    impl_->withdraw(pmid);
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

bool RevocableOutput::abandon() {
  if (impl_->kind != Kind::File) {
    return impl_->holding;
  }
  if (::ftruncate(impl_->again.number(), impl_->begin) != 0 ||
      ::lseek(impl_->out.number(), impl_->begin, SEEK_SET) < 0) {
    return false;
  }
  struct stat about {};
  const bool plain = !impl_->path.empty() && ::lstat(impl_->path.c_str(), &about) == 0 && S_ISREG(about.st_mode);
  return !plain || ::unlink(impl_->path.c_str()) == 0;
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
