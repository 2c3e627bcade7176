//! Behaviour of the server and of the client core: bytes on the wire, simulation, real sockets.

mod wire;
