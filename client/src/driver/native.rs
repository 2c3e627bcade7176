//! The driver for tests, bots and load: the same link over a TCP socket.
