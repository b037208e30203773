//! Nothing: its manifest asks for every dependency with the features that any member of the
//! workspace asks for, so that `cargo test -p io-tests` finds compiled what `cargo test
//! --workspace` has compiled. `cargo xtask features` writes it.
