//! The program `samtale`.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
