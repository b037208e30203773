//! Moves of io_emission.

use {
    crate::{Move, Walk},
    io_client::emission,
};

impl Walk {
    pub fn emission_move(&mut self) -> Move {
        Move::new(emission::crank(), &self.people.staker(&mut self.random))
    }
}
