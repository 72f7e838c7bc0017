//! `/proposal`: list, show, record, withdraw, cancel.

use super::options::Options;
use super::parameter::{Kind, Parameter};
use super::{Action, Command, Shape, Subcommand};
use crate::discord::usage_error::UsageError;
use crate::service::{MAX_REASON, ProposalRequest, Request};

const PROPOSAL: &str = "proposal";
const REASON: &str = "reason";
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
