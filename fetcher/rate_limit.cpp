// Keeps the gap between requests by a locked file that holds the last one's time.
#include "fetcher/rate_limit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <system_error>
#include <thread>

namespace meridian::fetcher {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kSlice{50};

/// An open file, closed (and so unlocked) at the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// Milliseconds since the machine started: nobody can set this clock, and all processes share it.
std::int64_t machine_time() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

tl::unexpected<Error> unusable(const std::filesystem::path& file, std::string_view why) {
  return fail(Fault::Misconfigured, fmt::format("the rate limit file {} {}", file.string(), why),
              "remove it, or name another one in the settings");
}

}  // namespace

std::filesystem::path default_rate_file() {
  // Only a directory that is ours: anybody could have set the variable in a shared shell.
  if (const char* runtime = std::getenv("XDG_RUNTIME_DIR"); runtime != nullptr && runtime[0] == '/') {
    struct stat status {};
    if (::stat(runtime, &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == ::geteuid()) {
      return std::filesystem::path(runtime) / "meridian-rate";
    }
  }
  return fmt::format("/tmp/meridian-rate-{}", ::geteuid());
}

bool sleep_unless_cancelled(milliseconds time, const Observer& observer) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (true) {
    if (observer.cancelled()) {
      return false;
    }
    const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
    if (left <= milliseconds::zero()) {
      return true;
    }
    std::this_thread::sleep_for(std::min(left, kSlice));
  }
}

RateLimit::RateLimit(std::filesystem::path file, milliseconds gap)
    : file_(file.empty() ? default_rate_file() : std::move(file)), gap_(gap) {}

Result<void> RateLimit::wait(const Observer& observer) const {
  if (const auto parent = file_.parent_path(); !parent.empty()) {
    std::error_code ignored;  // open() below says what is wrong
    std::filesystem::create_directories(parent, ignored);
  }
  // O_NONBLOCK: a FIFO that somebody left in /tmp must not hold us up.
  const Descriptor file(::open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (file.number() < 0) {
    return unusable(
        file_, errno == ELOOP ? "is a symbolic link" : "cannot be opened: " + std::system_category().message(errno));
  }
  struct stat status {};
  if (::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink > 1) {
    return unusable(file_, "is not a plain file");
  }
  if (status.st_uid != ::geteuid()) {
    return unusable(file_, "belongs to another user");
  }
  if ((status.st_mode & 077U) != 0) {
    ::fchmod(file.number(), 0600);
  }
  while (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return unusable(file_, "cannot be locked: " + std::system_category().message(errno));
    }
    if (!sleep_unless_cancelled(milliseconds(10), observer)) {
      return fail(Fault::Interrupted, "stopped while waiting to send a request");
    }
  }
  // The lock is held through the wait: the next process then finds a time that has passed.
  std::int64_t last = 0;
  const auto gap = static_cast<std::int64_t>(gap_.count());
  if (::pread(file.number(), &last, sizeof last, 0) == static_cast<ssize_t>(sizeof last)) {
    const auto now = machine_time();
    // A time of the future is from before a restart, or damage.
    const auto left = last > now ? gap : last < now - gap ? 0 : last + gap - now;
    if (!sleep_unless_cancelled(milliseconds(left), observer)) {
      return fail(Fault::Interrupted, "stopped while waiting to send a request");
    }
  }
  last = machine_time();
  if (::pwrite(file.number(), &last, sizeof last, 0) != static_cast<ssize_t>(sizeof last)) {
    return unusable(file_, "cannot be written: " + std::system_category().message(errno));
  }
  return {};
}

}  // namespace meridian::fetcher
