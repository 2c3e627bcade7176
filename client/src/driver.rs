//! The only places with a socket, a clock, a random source or storage. They decide nothing.

#[cfg(all(feature = "native", not(target_arch = "wasm32")))]
pub mod native;
#[cfg(target_arch = "wasm32")]
pub mod web;
