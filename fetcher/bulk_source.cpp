// Bytes of a file, of standard input or of memory, inflated where they are gzip.
#include "fetcher/bulk_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <isa-l/igzip_lib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace meridian::fetcher {
namespace {

constexpr std::size_t kInputBytes = std::size_t{256} << 10U;

/// What isal_inflate says, in words.
std::string_view words_for(int answer) {
  switch (answer) {
    case ISAL_INVALID_BLOCK:
      return "invalid block";
    case ISAL_INVALID_SYMBOL:
      return "invalid symbol";
    case ISAL_INVALID_LOOKBACK:
      return "a reference to before its beginning";
    case ISAL_UNSUPPORTED_METHOD:
      return "unknown compression method";
    case ISAL_INCORRECT_CHECKSUM:
      return "incorrect data check";
    default:
      return "incorrect header";
  }
}

}  // namespace

Result<std::unique_ptr<ByteSource>> ByteSource::open(const std::string& path) {
  std::unique_ptr<ByteSource> source(new ByteSource);
  if (path == "-") {
    source->descriptor_ = STDIN_FILENO;
    return source;
  }
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    const int why = errno;
    if (why == ENOENT || why == ENOTDIR) {
      return fail(Fault::NotFound, fmt::format("there is no file {}", path));
    }
    return fail(Fault::BadInput, fmt::format("{} cannot be opened: {}", path, std::strerror(why)));
  }
  source->descriptor_ = descriptor;
  source->owns_descriptor_ = true;
  struct stat about {};
  if (::fstat(descriptor, &about) == 0) {
    if (S_ISDIR(about.st_mode)) {
      return fail(Fault::BadInput, fmt::format("{} is a directory", path), "name the files in it");
    }
    if (S_ISREG(about.st_mode)) {
      source->size_ = static_cast<std::uint64_t>(about.st_size);
    }
  }
  return source;
}

std::unique_ptr<ByteSource> ByteSource::over(std::string bytes) {
  std::unique_ptr<ByteSource> source(new ByteSource);
  source->size_ = bytes.size();
  source->memory_ = std::move(bytes);
  return source;
}

ByteSource::~ByteSource() {
  if (owns_descriptor_) {
    ::close(descriptor_);
  }
}

bool ByteSource::fill() {
  if (from_ < to_) {
    return true;
  }
  if (input_ended_) {
    return false;
  }
  input_.resize(kInputBytes);
  from_ = to_ = 0;
  if (descriptor_ < 0) {
    to_ = std::min(kInputBytes, memory_.size() - memory_at_);
    std::copy_n(memory_.data() + memory_at_, to_, input_.data());
    memory_at_ += to_;
  } else {
    ssize_t got = 0;
    do {
      got = ::read(descriptor_, input_.data(), kInputBytes);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
      fault_ = fmt::format("the file cannot be read further: {}", std::strerror(errno));
    } else {
      to_ = static_cast<std::size_t>(got);
    }
  }
  consumed_.fetch_add(to_, std::memory_order_relaxed);
  input_ended_ = to_ == 0;
  return to_ > 0;
}

void ByteSource::begin() {
  begun_ = true;
  // A pipe may hand over the first byte alone: two are needed to know gzip.
  if (fill() && to_ == 1 && descriptor_ >= 0) {
    const ssize_t more = ::read(descriptor_, input_.data() + 1, 1);
    if (more == 1) {
      to_ = 2;
      consumed_.fetch_add(1, std::memory_order_relaxed);
    }
  }
  gzip_ = to_ >= 2 && input_[0] == 0x1F && input_[1] == 0x8B;
  if (gzip_) {
    inflater_ = std::make_unique<inflate_state>();
    begin_member();
  }
}

/// A member's header and check sum are the inflater's to read.
void ByteSource::begin_member() {
  isal_inflate_init(inflater_.get());
  inflater_->crc_flag = ISAL_GZIP;
  inside_member_ = true;
}

std::size_t ByteSource::inflate_some(char* out, std::size_t size) {
  inflate_state& z = *inflater_;
  z.next_out = reinterpret_cast<std::uint8_t*>(out);
  z.avail_out = static_cast<std::uint32_t>(std::min<std::size_t>(size, 1U << 30U));
  const std::uint32_t wanted = z.avail_out;
  while (z.avail_out == wanted) {
    const bool more = fill();
    if (!inside_member_ && !more) {
      ended_ = true;
      return 0;
    }
    if (!inside_member_) {
      // Zeroes after a member are padding, as gzip itself takes them; else another member must follow.
      if (input_[from_] == 0) {
        ++from_;
        continue;
      }
      if (input_[from_] != 0x1F) {
        fault_ = "after its gzip data stand bytes that are not gzip";
        ended_ = true;
        return 0;
      }
      std::uint8_t* const into = z.next_out;
      begin_member();
      z.next_out = into;
      z.avail_out = wanted;
    }
    z.next_in = input_.data() + from_;
    z.avail_in = static_cast<std::uint32_t>(to_ - from_);
    const int answer = isal_inflate(&z);
    from_ = to_ - z.avail_in;
    if (answer != ISAL_DECOMP_OK && answer != ISAL_END_INPUT) {
      fault_ = fmt::format("the gzip data is damaged ({})", words_for(answer));
      ended_ = true;
      break;
    }
    if (z.block_state == ISAL_BLOCK_FINISH) {
      inside_member_ = false;
    } else if (!more && z.avail_out == wanted) {
      // Without more input the inflater may still give what it holds, and only then is it starved.
      if (fault_.empty()) {
        fault_ = "the gzip data is cut short";
      }
      ended_ = true;
    }
    if (ended_) {
      break;
    }
  }
  return wanted - z.avail_out;
}

std::size_t ByteSource::read(char* out, std::size_t size) {
  if (!begun_) {
    begin();
  }
  if (ended_ || size == 0) {
    return 0;
  }
  if (gzip_) {
    return inflate_some(out, size);
  }
  if (!fill()) {
    ended_ = true;
    return 0;
  }
  const std::size_t some = std::min(size, to_ - from_);
  std::copy_n(input_.data() + from_, some, out);
  from_ += some;
  return some;
}

}  // namespace meridian::fetcher
