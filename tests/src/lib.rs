//! A mock of the Clavata gateway.
