//! Words of English that engineers write all day without speaking of a technology.

/// In the order of the alphabet. Those are not here that hardly mean anything else in a team's chat, such as "helm".
const ORDINARY: [&str; 97] = [
    "act", "air", "base", "basic", "block", "box", "bridge", "buffer", "build", "case", "cast", "chain",
    "cloud", "code", "compose", "core", "cut", "data", "drop", "echo", "edge", "event", "express", "fast",
    "field", "fire", "flow", "fluent", "fresh", "grid", "hold", "hook", "insight", "jump", "just", "kind",
    "lab", "lean", "less", "light", "live", "loop", "magic", "make", "mark", "mesh", "mock", "motion",
    "next", "note", "notion", "page", "path", "pick", "pipe", "plan", "play", "please", "point", "portal",
    "press", "prime", "pulse", "pure", "query", "race", "reason", "relay", "render", "rest", "roll", "root",
    "rules", "scale", "scope", "script", "segment", "shell", "signal", "sketch", "slice", "slim", "small",
    "snap", "solid", "sprint", "stack", "stage", "star", "story", "stream", "style", "swift", "task",
    "trace", "wave", "web",
];

/// Whether a folded word is one of them.
pub(super) fn is_ordinary(word: &str) -> bool {
    ORDINARY.binary_search(&word).is_ok()
}

#[test]
fn they_are_in_order_and_none_is_there_twice() {
    assert!(ORDINARY.is_sorted_by(|one, next| one < next));
}
