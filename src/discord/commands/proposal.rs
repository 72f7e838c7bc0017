//! `/proposal`: what there is, and what members and maintainers do about one.

use super::options::Options;
use super::parameter::{Kind, Parameter};
use super::{Action, Command, Shape, Subcommand};
use crate::discord::usage_error::UsageError;
use crate::service::{MAX_REASON, ProposalRequest, Request};
use crate::vote::concern::{MAX_TEXT, MAX_TITLE};

/// The option that names a proposal.
pub const PROPOSAL: &str = "proposal";
const REASON: &str = "reason";
const TITLE: &str = "title";
const TEXT: &str = "text";
const CONCERN: &str = "concern";
const MEMBER: &str = "member";
const CONCERN_NUMBER: Parameter = Parameter::required(CONCERN, "option-proposal-concern", Kind::Concern);
const WHICH: Parameter = Parameter::required(PROPOSAL, "option-proposal-proposal", Kind::Number);

/// `/proposal`.
pub const COMMAND: Command = Command {
    name: "proposal",
    managers_only: false,
    shape: Shape::Group(&[
        Subcommand {
            name: "list",
            action: Action {
                parameters: &[],
                decode: |_| Ok(Request::Proposal(ProposalRequest::List(0))),
            },
        },
        Subcommand {
            name: "show",
            action: Action {
                parameters: &[WHICH],
                decode: show,
            },
        },
        Subcommand {
            name: "record",
            action: Action {
                parameters: &[WHICH],
                decode: record,
            },
        },
        Subcommand {
            name: "withdraw",
            action: Action {
                parameters: &[WHICH],
                decode: withdraw,
            },
        },
        Subcommand {
            name: "cancel",
            action: Action {
                parameters: &[
                    WHICH,
                    Parameter::required(REASON, "option-proposal-reason", Kind::Text(MAX_REASON)),
                ],
                decode: cancel,
            },
        },
        Subcommand {
            name: "concern",
            action: Action {
                parameters: &[
                    WHICH,
                    Parameter::required(TITLE, "option-proposal-title", Kind::Text(MAX_TITLE)),
                    Parameter::optional(TEXT, "option-proposal-text", Kind::Text(MAX_TEXT)),
                ],
                decode: concern,
            },
        },
        Subcommand {
            name: "resolve",
            action: Action {
                parameters: &[WHICH, CONCERN_NUMBER],
                decode: resolve,
            },
        },
        Subcommand {
            name: "override",
            action: Action {
                parameters: &[
                    WHICH,
                    CONCERN_NUMBER,
                    Parameter::required(REASON, "option-proposal-override", Kind::Text(MAX_REASON)),
                ],
                decode: override_concern,
            },
        },
        Subcommand {
            name: "void",
            action: Action {
                parameters: &[
                    WHICH,
                    Parameter::required(MEMBER, "option-proposal-member", Kind::Member),
                    Parameter::required(REASON, "option-proposal-void", Kind::Text(MAX_REASON)),
                ],
                decode: void,
            },
        },
        Subcommand {
            name: "refresh",
            action: Action {
                parameters: &[WHICH],
                decode: refresh,
            },
        },
        Subcommand {
            name: "add",
            action: Action {
                parameters: &[
                    WHICH,
                    Parameter::required(TEXT, "option-proposal-add", Kind::Text(MAX_REASON)),
                ],
                decode: add,
            },
        },
        Subcommand {
            name: "repost",
            action: Action {
                parameters: &[WHICH],
                decode: repost,
            },
        },
        Subcommand {
            name: "second",
            action: Action {
                parameters: &[WHICH],
                decode: second,
            },
        },
    ]),
};

fn show(options: &Options<'_>) -> Result<Request, UsageError> {
    let number = options.proposal(PROPOSAL)?;
    Ok(Request::Proposal(ProposalRequest::Show(number)))
}

fn record(options: &Options<'_>) -> Result<Request, UsageError> {
    let number = options.proposal(PROPOSAL)?;
    Ok(Request::Proposal(ProposalRequest::Record(number)))
}

fn withdraw(options: &Options<'_>) -> Result<Request, UsageError> {
    let number = options.proposal(PROPOSAL)?;
    Ok(Request::Proposal(ProposalRequest::Withdraw(number)))
}

fn cancel(options: &Options<'_>) -> Result<Request, UsageError> {
    let (number, reason) = (options.proposal(PROPOSAL)?, options.text(REASON)?);
    Ok(Request::Proposal(ProposalRequest::Cancel(number, reason)))
}

fn concern(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Proposal(ProposalRequest::Raise(
        options.proposal(PROPOSAL)?,
        options.text(TITLE)?,
        options.optional_text(TEXT)?,
    )))
}

fn resolve(options: &Options<'_>) -> Result<Request, UsageError> {
    let (number, concern) = (options.proposal(PROPOSAL)?, options.concern(CONCERN)?);
    Ok(Request::Proposal(ProposalRequest::Resolve(number, concern)))
}

fn override_concern(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Proposal(ProposalRequest::Override(
        options.proposal(PROPOSAL)?,
        options.concern(CONCERN)?,
        options.text(REASON)?,
    )))
}

fn void(options: &Options<'_>) -> Result<Request, UsageError> {
    Ok(Request::Proposal(ProposalRequest::Void(
        options.proposal(PROPOSAL)?,
        options.member(MEMBER)?,
        options.text(REASON)?,
    )))
}

fn refresh(options: &Options<'_>) -> Result<Request, UsageError> {
    let number = options.proposal(PROPOSAL)?;
    Ok(Request::Proposal(ProposalRequest::Refresh(number)))
}

fn add(options: &Options<'_>) -> Result<Request, UsageError> {
    let (number, text) = (options.proposal(PROPOSAL)?, options.text(TEXT)?);
    Ok(Request::Proposal(ProposalRequest::Add(number, text)))
}

fn repost(options: &Options<'_>) -> Result<Request, UsageError> {
    let number = options.proposal(PROPOSAL)?;
    Ok(Request::Proposal(ProposalRequest::Repost(number)))
}

fn second(options: &Options<'_>) -> Result<Request, UsageError> {
    let number = options.proposal(PROPOSAL)?;
    Ok(Request::Proposal(ProposalRequest::Second(number)))
}
