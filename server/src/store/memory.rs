//! A store that lives in memory, for simulations: what was not committed is lost in a crash.
