//! `cargo xtask <command>`: everything a checkout can be asked to do.

fn main() -> std::process::ExitCode {
    xtask::command::main()
}
