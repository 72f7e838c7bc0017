//! TOML and YAML alike: values that know their line. What they mean is decided one field at a time, so that one
//! wrong field does not hide the next.

/// A value and the line on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

/// What a value is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A key with nothing behind it.
    Empty,
    /// A text, number, date or truth value, as it is written.
    Scalar(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// The key's line.
    pub(super) line: usize,
    pub(super) node: Node,
}

/// The line, counted from 1, on which the byte at `offset` stands.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
