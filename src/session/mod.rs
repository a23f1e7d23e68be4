//! What the page shows, as data: the address, the state, the actions that change it and the pure function that does.
//! Nothing here knows of the browser; all of it runs in host tests.

mod address;
mod state;

pub use address::{Address, Place};
pub use state::{Action, Dialog, Import, Message, MessageKind, State, Step, Undo};
