// The program.
#include <clocale>

#include "cli/command.hpp"

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");  // widths of characters, whatever the user's locale
  meridian::cli::install_signal_handlers();
  return meridian::cli::run(argc, argv);
}
