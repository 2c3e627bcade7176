//! Behaviour of the server and of the client core: bytes on the wire, simulation, real sockets.

mod apps;
mod authority;
mod conversation;
mod crm;
mod domains;
mod ending;
mod entrance;
mod files;
mod frames;
mod identity;
mod keeping;
mod kill;
mod mail;
mod offline;
mod private;
mod races;
mod register;
mod replies;
mod resume;
mod said;
mod sim;
mod slow;
mod trail;
mod wire;
