//! `/setup`: where the bot posts, and who may do what.

use super::options::Options;
use super::parameter::{Kind, Parameter, Topic};
use super::{Action, Command, Shape};
use crate::discord::usage_error::UsageError;
use crate::service::{ListRequest, Request, SetupRequest};
use crate::vote::policy::MAX_NAME;
use crate::zone::MAX_ZONE_NAME;

const DIGESTS: &str = "digests";
const VOTES: &str = "votes";
const VOTERS: &str = "voters";
const VOTERS_LIST: &str = "voters-list";
const POLICY: &str = "policy";
const THREADS: &str = "threads";
const TIMEZONE: &str = "timezone";
const MAINTAINERS: &str = "maintainers";
const THEME: &str = "theme";

/// `/setup`. Votes are not offered announcement channels: their messages may be edited only a few times an hour.
pub const COMMAND: Command = Command {
    name: "setup",
    managers_only: true,
    shape: Shape::Plain(Action {
        parameters: &[
            Parameter::optional(DIGESTS, "option-setup-digests", Kind::AnyChannel),
            Parameter::optional(VOTES, "option-setup-votes", Kind::TextChannel),
            Parameter::optional(VOTERS, "option-setup-voters", Kind::Role),
            Parameter::optional(MAINTAINERS, "option-setup-maintainers", Kind::Role),
            Parameter::optional(VOTERS_LIST, "option-setup-voters-list", Kind::Flag),
            Parameter::optional(
                POLICY,
                "option-setup-policy",
                Kind::Suggested(MAX_NAME, Topic::Policy),
            ),
            Parameter::optional(THREADS, "option-setup-threads", Kind::Flag),
            Parameter::optional(
                TIMEZONE,
                "option-setup-timezone",
                Kind::Suggested(MAX_ZONE_NAME, Topic::Zone),
            ),
            Parameter::optional(THEME, "option-setup-theme", Kind::Theme),
        ],
        decode,
    }),
};

fn decode(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Setup(SetupRequest {
        digests: options.channel(DIGESTS)?,
        votes: options.channel(VOTES)?,
        voters: options.role(VOTERS)?,
        maintainers: options.role(MAINTAINERS)?,
        threads: options.flag(THREADS)?,
        theme: options.theme(THEME)?,
        list: options
            .flag(VOTERS_LIST)?
            .and_then(|show| show.then_some(ListRequest::Show)),
        policy: options.optional_text(POLICY)?,
        timezone: options.optional_text(TIMEZONE)?,
    }))
}
