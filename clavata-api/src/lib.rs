//! The generated client for the public API of Clavata.
