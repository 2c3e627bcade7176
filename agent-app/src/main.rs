//! Starts the agents' app.

fn main() {
    #[cfg(target_arch = "wasm32")]
    agent_app::run();
}
