// Long output through the person's pager, as git does it.
#pragma once

namespace meridian::cli {

/// While it lives, what is written to stdout goes through $MERIDIAN_PAGER, $PAGER or less; nothing happens where stdout
/// is no terminal, or the pager is empty or "cat". The end waits until the person leaves the pager.
class Pager {
 public:
  Pager();
  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

 private:
  int terminal_ = -1;
  int child_ = -1;
};

[[nodiscard]] bool pager_is_open();

}  // namespace meridian::cli
