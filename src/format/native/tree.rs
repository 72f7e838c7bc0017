//! TOML and YAML alike: values that know their line. What they mean is decided one field at a time, so that one
//! wrong field does not hide the next.

/// A value and the line on which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) struct Node {
    pub(in crate::format) line: usize,
    pub(in crate::format) value: Value,
}

/// What a value is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) enum Value {
    /// A key with nothing behind it.
    Empty,
    /// A text, number, date or truth value, as it is written.
    Scalar(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key of a table and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::format) struct Entry {
    pub(in crate::format) key: String,
    /// The key's line.
    pub(in crate::format) line: usize,
    pub(in crate::format) node: Node,
}

/// The line, counted from 1, on which the byte at `offset` stands.
pub(in crate::format) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}
