// A file descriptor that is closed with its owner.
#pragma once

#include <unistd.h>

#include <utility>

namespace meridian::cli {

class Descriptor {
 public:
  Descriptor() = default;
  /// `number` may be -1, which stands for none; one that is not `owned` stays open.
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

}  // namespace meridian::cli
