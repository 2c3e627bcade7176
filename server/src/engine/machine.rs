//! One round of the engine, without its thread and its clock.
