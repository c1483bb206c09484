// A pipe and a child that runs the pager.
#include "cli/pager.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

namespace meridian::cli {
namespace {

bool open_now = false;

std::string command() {
  for (const char* name : {"MERIDIAN_PAGER", "PAGER"}) {
    if (const char* value = std::getenv(name); value != nullptr) {
      return value;
    }
  }
  return "less";
}

}  // namespace

bool pager_is_open() { return open_now; }

Pager::Pager() {
  const std::string pager = command();
  int ends[2] = {-1, -1};
  if (isatty(STDOUT_FILENO) != 1 || pager.empty() || pager == "cat" || pipe(ends) != 0) {
    return;
  }
  std::fflush(stdout);
  setenv("LESS", "FRX", 0);  // as git sets it: quit where all fits, keep colours, leave the screen
  child_ = fork();
  if (child_ == 0) {
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    close(ends[1]);
    execl("/bin/sh", "sh", "-c", pager.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  if (child_ > 0) {
    terminal_ = dup(STDOUT_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    open_now = true;
  }
  close(ends[0]);
  close(ends[1]);
}

Pager::~Pager() {
  if (child_ <= 0) {
    return;
  }
  std::fflush(stdout);
  std::clearerr(stdout);  // who leaves the pager early closes the pipe; that is no failure
  dup2(terminal_, STDOUT_FILENO);
  close(terminal_);
  open_now = false;
  int status = 0;
  waitpid(child_, &status, 0);
}

}  // namespace meridian::cli
