// An observer that asks the work to stop once a given time is used up.
#pragma once

#include <chrono>

#include "core/observer.hpp"

namespace meridian::tracker {

class BoundedObserver final : public Observer {
 public:
  /// `most` 0: no bound. `inner` must outlive the object.
  BoundedObserver(Observer& inner, std::chrono::seconds most)
      : inner_(inner), most_(most), start_(std::chrono::steady_clock::now()) {}

  void stage(std::string_view name, std::uint64_t total, std::string_view unit) override {
    inner_.stage(name, total, unit);
  }
  void advance(std::uint64_t done) override { inner_.advance(done); }
  void note(std::string_view text) override { inner_.note(text); }
  void warn(std::string_view text) override { inner_.warn(text); }
  [[nodiscard]] bool cancelled() const override { return time_is_up() || inner_.cancelled(); }

  [[nodiscard]] bool time_is_up() const {
    return most_.count() > 0 && std::chrono::steady_clock::now() - start_ >= most_;
  }

 private:
  Observer& inner_;
  std::chrono::seconds most_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace meridian::tracker
