//! How a message of ours is recognised: by Discord (nonce), and by us in a channel's history (mark).

use crate::discord::sender::Nonce;
use crate::id::{ChannelId, GuildId};
use crate::outbox::Topic;
use crate::vote::trail::Digest;

/// Hexadecimal digits of a mark: enough to tell the messages of one channel apart, short enough to be read out.
const MARK_DIGITS: usize = 8;
/// Hexadecimal digits of a nonce, of Discord's 25 characters.
const NONCE_DIGITS: usize = 24;

/// What identifies one message, the same at each attempt and after each restart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity(String);

impl Identity {
    /// Of a notice. The channel is part of it, since Discord compares nonces over all channels of an author.
    pub fn of(guild: GuildId, channel: ChannelId, topic: &Topic) -> Self {
        Self(hexadecimal(&format!("{guild}/{channel}/{topic}")))
    }

    /// What every message of the notice shows in its footer, followed by its part.
    pub fn mark(&self) -> String {
        self.0.chars().take(MARK_DIGITS).collect()
    }

    /// The nonce of message `part`, from 0.
    pub fn nonce(&self, part: usize) -> Nonce {
        let digits: String = hexadecimal(&format!("{}/{part}", self.0))
            .chars()
            .take(NONCE_DIGITS)
            .collect();
        Nonce::from_digits(&digits)
    }
}

fn hexadecimal(text: &str) -> String {
    Digest::of([text.as_bytes()]).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vote::ProposalNumber;

    #[test]
    fn the_same_notice_has_the_same_identity_and_others_have_not() {
        let of = |guild: u64, channel: u64| {
            let (guild, channel) = (
                GuildId::try_from(guild).unwrap(),
                ChannelId::try_from(channel).unwrap(),
            );
            Identity::of(guild, channel, &Topic::Vote(ProposalNumber::FIRST))
        };
        assert_eq!(of(1, 2), of(1, 2));
        assert_ne!(of(1, 2).mark(), of(1, 3).mark());
        assert_ne!(of(1, 2).mark(), of(2, 2).mark());
        assert_ne!(of(1, 2).nonce(0), of(1, 2).nonce(1));
        assert_eq!(of(1, 2).nonce(0).as_str().len(), NONCE_DIGITS);
    }
}
