// The write lock, with flock; the file's text is only for people and for the message of whoever waits.
#include "index/store/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string_view>
#include <thread>

#include "core/text.hpp"

namespace meridian::index {
namespace {

std::string first_line(const char* file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

Error held_by_another(const std::filesystem::path& file) {
  std::istringstream words(first_line(file.c_str()).substr(0, 200));
  std::string pid;
  std::string since;
  std::string command;
  words >> pid >> since >> command;
  std::string who =
      pid.empty() ? "another process"
                  : fmt::format("process {} ({}), since {}", printable(pid), printable(command), printable(since));
  return {Fault::Locked,
          fmt::format("this library is being written to by {}", who),
          {},
          "wait until it has ended, then run the same command again"};
}

}  // namespace

Result<WriteLock> WriteLock::take(const std::filesystem::path& file, std::chrono::seconds wait,
                                  const std::string& now) {
  WriteLock lock;
  lock.descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (lock.descriptor_ < 0) {
    return fail(Fault::Storage, fmt::format("{} cannot be written: {}", file.string(), std::strerror(errno)));
  }
  constexpr std::chrono::milliseconds kPause{50};
  const auto until = std::chrono::steady_clock::now() + wait;
  while (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) {
      continue;
    }
    if (errno != EWOULDBLOCK) {
      return fail(Fault::Storage, fmt::format("{} cannot be locked: {}", file.string(), std::strerror(errno)));
    }
    if (std::chrono::steady_clock::now() >= until) {
      return tl::unexpected(held_by_another(file));
    }
    std::this_thread::sleep_for(kPause);
  }
  const std::string text = fmt::format("{} {} {}\n", ::getpid(), now, first_line("/proc/self/comm"));
  // The words are a courtesy: a full disk must not keep a reader of the lock from holding it.
  if (::ftruncate(lock.descriptor_, 0) == 0) {
    [[maybe_unused]] const auto written = ::pwrite(lock.descriptor_, text.data(), text.size(), 0);
  }
  return lock;
}

WriteLock::~WriteLock() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

}  // namespace meridian::index
