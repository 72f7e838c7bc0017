//! Who a message's text mentions, and who of them is pinged.
//!
//! Only the text counts, never an embed. `allowed_mentions` narrows it; without it a channel message pings everybody
//! that it names, an interaction's answer only users.

use serde::Deserialize;
use serde_json::Value;

use super::form_errors::FormErrors;
use super::snowflake::Snowflake;
use super::world::Guild;

/// The kinds that `allowed_mentions.parse` may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// Each user that is named.
    Users,
    /// Each role that is named.
    Roles,
    /// `@everyone` and `@here`.
    Everyone,
}

/// The `allowed_mentions` of a body.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct AllowedMentions {
    /// What is taken from the text.
    #[serde(default)]
    pub parse: Vec<MentionKind>,
    /// Users that may be pinged.
    #[serde(default)]
    pub users: Vec<Snowflake>,
    /// Roles that may be pinged.
    #[serde(default)]
    pub roles: Vec<Snowflake>,
}

impl AllowedMentions {
    /// What holds for a channel message without the key.
    pub fn everything() -> Self {
        Self {
            parse: vec![MentionKind::Users, MentionKind::Roles, MentionKind::Everyone],
            ..Self::default()
        }
    }

    /// What holds for an interaction's answer without the key.
    pub fn users_only() -> Self {
        Self {
            parse: vec![MentionKind::Users],
            ..Self::default()
        }
    }

    /// Reads the key of a body.
    pub fn parse(value: &Value, errors: &mut FormErrors) -> Option<Self> {
        match Self::deserialize(value) {
            Ok(allowed) => {
                if !allowed.users.is_empty() && allowed.parse.contains(&MentionKind::Users) {
                    errors.push(
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        "parse:[\"users\"] and users: [ids...] are mutually exclusive.",
                    );
                }
                if !allowed.roles.is_empty() && allowed.parse.contains(&MentionKind::Roles) {
                    errors.push(
                        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                        "parse:[\"roles\"] and roles: [ids...] are mutually exclusive.",
                    );
                }
                errors.at("users", |errors| errors.count(allowed.users.len(), 0, 100));
                errors.at("roles", |errors| errors.count(allowed.roles.len(), 0, 100));
                Some(allowed)
            }
            Err(error) => {
                errors.push("BASE_TYPE_CHOICES", error.to_string());
                None
            }
        }
    }

    fn user(&self, id: Snowflake) -> bool {
        self.parse.contains(&MentionKind::Users) || self.users.contains(&id)
    }

    fn role(&self, id: Snowflake) -> bool {
        self.parse.contains(&MentionKind::Roles) || self.roles.contains(&id)
    }
}

/// What a message's text mentions with effect.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentions {
    /// `@everyone` or `@here` rings.
    pub everyone: bool,
    /// Users that are pinged.
    pub users: Vec<Snowflake>,
    /// Roles that are pinged.
    pub roles: Vec<Snowflake>,
}

impl Mentions {
    /// Evaluates `text`. `may_mention_all`: the author may mention everyone and any role here.
    pub fn evaluate(
        text: &str,
        allowed: &AllowedMentions,
        guild: Option<&Guild>,
        may_mention_all: bool,
    ) -> Self {
        let everyone = guild.is_some()
            && may_mention_all
            && allowed.parse.contains(&MentionKind::Everyone)
            && (text.contains("@everyone") || text.contains("@here"));
        let mut mentions = Self {
            everyone,
            ..Self::default()
        };
        for token in tokens(text) {
            match token {
                Token::User(id) if allowed.user(id) && !mentions.users.contains(&id) => {
                    mentions.users.push(id);
                }
                Token::Role(id) if allowed.role(id) && !mentions.roles.contains(&id) => {
                    let role = guild.and_then(|guild| guild.role(id));
                    if role.is_some_and(|role| role.mentionable || may_mention_all) {
                        mentions.roles.push(id);
                    }
                }
                Token::User(_) | Token::Role(_) => {}
            }
        }
        mentions
    }

    /// Everyone that is pinged, as the page lists them.
    pub fn targets(&self) -> Vec<String> {
        let everyone = self.everyone.then(|| "everyone".to_owned());
        let users = self.users.iter().map(|id| format!("user:{id}"));
        let roles = self.roles.iter().map(|id| format!("role:{id}"));
        everyone.into_iter().chain(users).chain(roles).collect()
    }
}

enum Token {
    User(Snowflake),
    Role(Snowflake),
}

fn tokens(text: &str) -> impl Iterator<Item = Token> {
    text.split("<@").skip(1).filter_map(|rest| {
        let inside = rest.split_once('>')?.0;
        match inside.strip_prefix('&') {
            Some(role) => role.parse().ok().map(Token::Role),
            None => inside
                .strip_prefix('!')
                .unwrap_or(inside)
                .parse()
                .ok()
                .map(Token::User),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::{ADA, ENGINEERING, VOTERS, World};

    fn evaluate(text: &str, allowed: &AllowedMentions) -> Vec<String> {
        let world = World::at_start();
        Mentions::evaluate(text, allowed, world.guild(ENGINEERING), true).targets()
    }

    #[test]
    fn without_the_key_everybody_named_is_pinged() {
        let text = format!("@everyone <@{ADA}> <@!{ADA}> <@&{VOTERS}>");
        let expected = [
            "everyone".to_owned(),
            format!("user:{ADA}"),
            format!("role:{VOTERS}"),
        ];
        assert_eq!(evaluate(&text, &AllowedMentions::everything()), expected);
    }

    #[test]
    fn an_empty_parse_pings_nobody_and_listed_ids_only_themselves() {
        let text = format!("@here <@{ADA}> <@&{VOTERS}>");
        assert!(evaluate(&text, &AllowedMentions::default()).is_empty());
        let only = AllowedMentions {
            roles: vec![VOTERS],
            ..AllowedMentions::default()
        };
        assert_eq!(evaluate(&text, &only), [format!("role:{VOTERS}")]);
    }
}
