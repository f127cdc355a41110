//! Each rule finds what it is for, and the contract breaks none.
