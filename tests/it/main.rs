//! tests
#[test]
fn t() {}
