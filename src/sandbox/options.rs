//! What can be chosen about a sandbox when it starts.

/// What can be chosen about a sandbox when it starts. The default is what people and most tests want: two guilds, one
/// shard, and no faults on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether faults can be ordered, and the gateway's log read, under `/sandbox/faults` and `/sandbox/gateway`.
    pub faults: bool,
    /// How many shards `GET /gateway/bot` recommends.
    pub shards: u64,
    /// How many identifies the gateway takes in five seconds, one for each remainder of shard id and this number.
    pub max_concurrency: u64,
    /// How many guilds there are; at least two. Those after the second are small, for tests of load and memory.
    pub guilds: usize,
    /// How many people the first guild has at least; those whom it lacks are voters called `Voter 006` and so on.
    pub members: usize,
    /// Whether the application was granted the privileged intent for members. The page can switch it.
    pub members_intent: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            faults: false,
            shards: 1,
            max_concurrency: 1,
            guilds: 2,
            members: 0,
            members_intent: false,
        }
    }
}
