//! A policy in words and as its text.

use jiff::SignedDuration;

use super::Context;
use super::body::{Body, Button, Look, NEUTRAL};
use super::places;
use super::rule;
use super::vote;
use crate::discord::custom_id::CustomId;
use crate::discord::form_id::FormId;
use crate::policy_text;
use crate::service::PolicySource;
use crate::vote::Policy;
use crate::vote::policy::{Concerns, Proposers, Quorum, Rule, Visibility};
use crate::wording::Wording;

/// A policy with a button that opens the form in which it is changed.
pub fn render(policy: &Policy, source: PolicySource, changed: bool, context: Context<'_>) -> Body {
    let words = context.wording;
    let name = policy.name.as_str();
    let mut lines = Vec::new();
    if changed {
        lines.push(words.text("policy-changed").into_owned());
    }
    let key = match source {
        PolicySource::Configured => "policy-configured",
        PolicySource::Guild => "policy-own",
        PolicySource::Nowhere => "policy-new",
    };
    lines.push(words.with(key, [("policy", name.into())]));
    lines.push(String::new());
    lines.extend(in_words(policy, context));
    lines.push(format!("```toml\n{}\n```", policy_text::write(policy)));
    let title = words.with("policy-title", [("policy", name.into())]);
    let label = words.text("button-policy");
    let form = FormId::Policy(policy.name.clone());
    Body::framed(Some(title), vec![lines.join("\n")], NEUTRAL, None).with_buttons([Button::new(
        label,
        Look::Main,
        CustomId::Open(form),
    )])
}

fn in_words(policy: &Policy, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let time = |duration| rule::duration(duration, context);
    let mut lines = vec![
        words.with("vote-rule", [("rule", rule::words(policy, context).into())]),
        words.with(
            "policy-times",
            [
                ("duration", time(policy.duration).into()),
                ("open", time(policy.min_open).into()),
            ],
        ),
        match policy.concerns {
            Concerns::Hold(max) => words.with("policy-hold", [("max", time(max).into())]),
            Concerns::Note => words.text("policy-note").into_owned(),
        },
    ];
    lines.extend(match policy.tally {
        Visibility::Live => None,
        Visibility::AfterClose => Some(words.text("policy-hidden").into_owned()),
    });
    lines.extend(vote::secret(policy, context));
    if !policy.cooldown.is_zero() {
        lines.push(words.with("policy-cooldown", [("time", time(policy.cooldown).into())]));
    }
    lines.push(
        words
            .text(match policy.proposers {
                Proposers::Anyone => "policy-proposers-anyone",
                Proposers::Voters => "policy-proposers-voters",
                Proposers::Maintainers => "policy-proposers-maintainers",
            })
            .into_owned(),
    );
    lines.extend(
        policy
            .max_open
            .map(|max| words.with("policy-max-open", [("max", max.into())])),
    );
    lines.extend(places::left_out(&policy.excluded, context));
    if policy.counts_shares() {
        lines.push(words.text("policy-needs-electorate").into_owned());
    } else if policy.needs_electorate() {
        lines.push(words.text("policy-needs-four").into_owned());
    }
    lines
}

/// A policy on one line, for suggestions.
pub fn plain(policy: &Policy, wording: &Wording) -> String {
    let rule = match policy.rule {
        Rule::Majority {
            quorum, threshold, ..
        } => {
            let quorum = match quorum {
                Quorum::Voters(voters) => voters.to_string(),
                Quorum::Share(share) => share.to_string(),
            };
            wording.with(
                "suggest-rule-majority",
                [
                    ("threshold", threshold.to_string().into()),
                    ("quorum", quorum.into()),
                ],
            )
        }
        Rule::Lazy { min_seconds } => wording.with("suggest-rule-lazy", [("seconds", min_seconds.into())]),
    };
    wording.with(
        "suggest-policy",
        [
            ("policy", policy.name.as_str().into()),
            ("duration", plain_duration(policy.duration, wording).into()),
            ("rule", rule.into()),
        ],
    )
}

/// A duration, for suggestions.
pub fn plain_duration(duration: SignedDuration, wording: &Wording) -> String {
    rule::worded_duration(duration, wording)
}
