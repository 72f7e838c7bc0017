//! The table fits Discord's limits and the contract, and no input makes the decoder panic.

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::{Value, json};
use serenity::model::application::CommandData;

use super::{Asked, Audience, COMMANDS, Shape, decode, definitions};
use crate::discord::usage_error::UsageError;
use crate::id::{ChannelId, RoleId};
use crate::service::{
    Browse, CompareRequest, EditionName, EditionRequest, Filter, Motion, ProposalRequest, Propose, Request,
    SetupRequest,
};
use crate::vote::{Choice, ProposalNumber};
use crate::wording::Wording;

fn data(name: &str, options: &Value) -> CommandData {
    serde_json::from_value(json!({"id": "1", "name": name, "type": 1, "options": options})).unwrap()
}

fn text(name: &str, value: &str) -> Value {
    json!({"name": name, "type": 3, "value": value})
}

fn integer(name: &str, value: i64) -> Value {
    json!({"name": name, "type": 4, "value": value})
}

fn subcommand(name: &str, options: &Value) -> Value {
    json!([{"name": name, "type": 1, "options": options}])
}

fn request(name: &str, options: &Value) -> Result<Request, UsageError> {
    decode(&data(name, options)).map(|asked| asked.request)
}

fn number(number: u32) -> ProposalNumber {
    ProposalNumber::try_from(number).unwrap()
}

#[test]
fn radar_is_read_and_may_be_public() {
    let options = json!([text("blip", "atlantis"), {"name": "public", "type": 5, "value": true}]);
    assert_eq!(
        decode(&data("radar", &options)),
        Ok(Asked {
            request: Request::Browse(Browse::Named("atlantis".to_owned())),
            audience: Audience::Channel
        })
    );
    let private = decode(&data("radar", &json!([text("blip", "*")]))).unwrap();
    assert_eq!(private.audience, Audience::Asker);
}

#[test]
fn blips_are_read_bare_and_with_everything() {
    let bare = request("blips", &json!([]));
    assert_eq!(bare, Ok(Request::Blips(Box::default())));
    let options = json!([
        text("text", "pull"), text("ring", "trial"), text("quadrant", "tools"), text("tag", "iac"),
        text("owner", "us"), text("movement", "in"), {"name": "due", "type": 5, "value": true},
    ]);
    let filter = Filter {
        words: Some("pull".to_owned()),
        ring: Some("trial".to_owned()),
        quadrant: Some("tools".to_owned()),
        tag: Some("iac".to_owned()),
        owner: Some("us".to_owned()),
        motion: Some(Motion::In),
        due: true,
    };
    assert_eq!(request("blips", &options), Ok(Request::Blips(Box::new(filter))));
    assert_eq!(
        request("blips", &json!([text("movement", "up")])),
        Err(UsageError::UnknownMotion("up".to_owned()))
    );
}

#[test]
fn compare_takes_two_or_three() {
    let named = |names: &[&str]| {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Ok(Request::Compare(CompareRequest::Named(names)))
    };
    let two = json!([text("first", "a"), text("second", "b")]);
    assert_eq!(request("compare", &two), named(&["a", "b"]));
    let three = json!([text("first", "a"), text("second", "b"), text("third", "c")]);
    assert_eq!(request("compare", &three), named(&["a", "b", "c"]));
    assert_eq!(
        request("compare", &json!([text("first", "a")])),
        Err(UsageError::MissingOption("second"))
    );
}

#[test]
fn propose_is_read() {
    let options = json!([
        text("blip", "nix"),
        text("ring", "assess"),
        text("quadrant", "tools"),
        text("summary", "Builds"),
    ]);
    let expected = Propose {
        blip: "nix".to_owned(),
        ring: "assess".to_owned(),
        reason: None,
        quadrant: Some("tools".to_owned()),
        summary: Some("Builds".to_owned()),
        policy: None,
        duration: None,
    };
    assert_eq!(request("propose", &options), Ok(Request::Propose(expected)));
}

#[test]
fn vote_is_read() {
    let options = |proposal, choice| json!([integer("proposal", proposal), text("choice", choice)]);
    assert_eq!(
        request("vote", &options(12, "against")),
        Ok(Request::Cast(number(12), Choice::Against))
    );
    assert_eq!(
        request("vote", &options(0, "against")),
        Err(UsageError::NotANumber(0))
    );
    assert_eq!(
        request("vote", &options(-1, "against")),
        Err(UsageError::NotANumber(-1))
    );
    assert_eq!(
        request("vote", &options(1, "maybe")),
        Err(UsageError::UnknownChoice("maybe".to_owned()))
    );
}

#[test]
fn proposal_is_read() {
    let which = json!([integer("proposal", 3)]);
    let read = |name, options: &Value| request("proposal", &subcommand(name, options));
    let proposal = |request| Ok(Request::Proposal(request));
    assert_eq!(read("list", &json!([])), proposal(ProposalRequest::List(0)));
    assert_eq!(
        read("record", &which),
        proposal(ProposalRequest::Record(number(3)))
    );
    assert_eq!(read("show", &which), proposal(ProposalRequest::Show(number(3))));
    assert_eq!(
        read("withdraw", &which),
        proposal(ProposalRequest::Withdraw(number(3)))
    );
    assert_eq!(
        read("cancel", &json!([integer("proposal", 3), text("reason", "why")])),
        proposal(ProposalRequest::Cancel(number(3), "why".to_owned()))
    );
    assert_eq!(read("cancel", &which), Err(UsageError::MissingOption("reason")));
}

#[test]
fn edition_is_read() {
    let read = |name, options: &Value| request("edition", &subcommand(name, options));
    let edition = |request| Ok(Request::Edition(request));
    assert_eq!(read("list", &json!([])), edition(EditionRequest::List(0)));
    assert_eq!(
        read("show", &json!([])),
        edition(EditionRequest::Show(EditionName::Current, 0))
    );
    assert_eq!(
        read("show", &json!([text("edition", "x")])),
        edition(EditionRequest::Show(EditionName::Typed("x".to_owned()), 0))
    );
    assert_eq!(read("draft", &json!([])), edition(EditionRequest::Draft(0)));
    assert_eq!(
        read("publish", &json!([text("title", "Spring")])),
        edition(EditionRequest::Preview {
            title: Some("Spring".to_owned()),
            page: 0
        })
    );
}

#[test]
fn setup_and_help_are_read() {
    let options = json!([
        {"name": "digests", "type": 7, "value": "22"},
        {"name": "voters", "type": 8, "value": "66"},
    ]);
    let expected = SetupRequest {
        digests: Some(ChannelId::try_from(22).unwrap()),
        voters: Some(RoleId::try_from(66).unwrap()),
        ..SetupRequest::default()
    };
    assert_eq!(request("setup", &options), Ok(Request::Setup(expected)));
    assert_eq!(
        request("setup", &json!([])),
        Ok(Request::Setup(SetupRequest::default()))
    );
    assert_eq!(request("help", &json!([])), Ok(Request::Help));
    assert_eq!(request("away", &json!([])), Ok(Request::Away(None)));
}

#[test]
fn what_does_not_fit_the_table_is_a_typed_error() {
    assert_eq!(
        request("dance", &json!([])),
        Err(UsageError::UnknownCommand("dance".to_owned()))
    );
    assert_eq!(
        request("edition", &json!([])),
        Err(UsageError::UnknownSubcommand {
            command: "edition",
            typed: String::new()
        })
    );
    assert_eq!(
        request("edition", &subcommand("burn", &json!([]))),
        Err(UsageError::UnknownSubcommand {
            command: "edition",
            typed: "burn".to_owned()
        })
    );
    assert_eq!(
        request("propose", &json!([text("blip", "x"), integer("ring", 1)])),
        Err(UsageError::IllTyped("ring"))
    );
    assert_eq!(
        request("propose", &json!([])),
        Err(UsageError::MissingOption("blip"))
    );
}

fn checked_text(value: &Value, max: usize) -> usize {
    let length = value.as_str().unwrap().chars().count();
    assert!((1..=max).contains(&length), "{value}");
    length
}

/// Checks an option with what is below it; gives the length of its texts.
fn checked_option(option: &Value) -> usize {
    if option["type"] == json!(3) && option["contexts"].is_array() {
        // An entry of a message's menu has a name in any case, and nothing else.
        assert!(option["description"].is_null() && option["options"].is_null());
        return checked_text(&option["name"], 32);
    }
    let mut total = checked_text(&option["name"], 32) + checked_text(&option["description"], 100);
    let name = option["name"].as_str().unwrap();
    assert!(
        name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
        "{name}"
    );
    assert!(
        option["max_length"]
            .as_u64()
            .is_none_or(|max| (1..=6000).contains(&max))
    );
    assert!(option["autocomplete"].is_null() || option["choices"].is_null());
    for choice in option["choices"].as_array().into_iter().flatten() {
        total += checked_text(&choice["name"], 100) + checked_text(&choice["value"], 100);
    }
    total + checked_options(&option["options"])
}

fn checked_options(options: &Value) -> usize {
    let options: Vec<&Value> = options.as_array().into_iter().flatten().collect();
    assert!(options.len() <= 25);
    let names: HashSet<&str> = options
        .iter()
        .map(|option| option["name"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), options.len());
    let required: Vec<bool> = options
        .iter()
        .map(|option| option["required"] == json!(true))
        .collect();
    assert!(
        required.is_sorted_by(|earlier, later| *earlier || !*later),
        "required options come first"
    );
    options.into_iter().map(checked_option).sum()
}

#[test]
fn the_definitions_fit_discords_limits() {
    let definitions = definitions(&Wording::english());
    assert!(definitions.len() <= 100);
    for command in &definitions {
        let total = checked_option(command);
        assert!(total <= 8000);
        assert_eq!(command["contexts"], json!([0]));
    }
}

#[test]
fn the_definitions_keep_the_contract() {
    let definitions = definitions(&Wording::english());
    let names: Vec<&str> = definitions
        .iter()
        .map(|command| command["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "radar",
            "blips",
            "compare",
            "history",
            "propose",
            "vote",
            "proposal",
            "away",
            "edition",
            "setup",
            "help",
            "Check against radar"
        ]
    );
    for command in &definitions {
        let gate = &command["default_member_permissions"];
        let expected = if command["name"] == "setup" {
            json!("32")
        } else {
            Value::Null
        };
        assert_eq!(*gate, expected, "{}", command["name"]);
    }
    let blip = &definitions[0]["options"][0];
    assert_eq!(
        (&blip["required"], &blip["autocomplete"]),
        (&json!(true), &json!(true))
    );
    let vote = definitions.iter().find(|command| command["name"] == "vote");
    let choices: Vec<&Value> = vote.unwrap()["options"][1]["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|choice| &choice["value"])
        .collect();
    assert_eq!(choices, ["in_favor", "against", "abstain", "recuse"]);
    insta::assert_snapshot!("definitions", outline(&definitions));
}

/// The definitions, an option a line.
fn outline(definitions: &[Value]) -> String {
    let mut lines = Vec::new();
    let mut rest: Vec<(usize, &Value)> = definitions.iter().rev().map(|command| (0, command)).collect();
    while let Some((depth, value)) = rest.pop() {
        let mut shown = value.clone();
        let options = value["options"].as_array();
        shown.as_object_mut().unwrap().remove("options");
        lines.push(format!("{}{shown}", "  ".repeat(depth)));
        let below = options.into_iter().flatten().rev();
        rest.extend(below.map(|option| (depth + 1, option)));
    }
    lines.join("\n")
}

fn any_options() -> impl Strategy<Value = Value> {
    let name = proptest::sample::select(vec![
        "blip", "ring", "public", "proposal", "choice", "reason", "edition", "title", "digests", "voters",
    ]);
    let value = prop_oneof![
        any::<String>().prop_map(|text| json!({"type": 3, "value": text})),
        any::<i32>().prop_map(|number| json!({"type": 4, "value": number})),
        any::<bool>().prop_map(|flag| json!({"type": 5, "value": flag})),
        (1..u64::MAX).prop_map(|id| json!({"type": 7, "value": id.to_string()})),
        (1..u64::MAX).prop_map(|id| json!({"type": 8, "value": id.to_string()})),
    ];
    let option = (name, value).prop_map(|(name, mut value)| {
        value["name"] = json!(name);
        value
    });
    proptest::collection::vec(option, 0..4).prop_map(Value::Array)
}

proptest! {
    #[test]
    fn no_options_make_the_decoder_panic(options in any_options()) {
        for command in COMMANDS {
            let _ = decode(&data(command.name, &options));
            if let Shape::Group(subcommands) = &command.shape {
                for below in *subcommands {
                    let _ = decode(&data(command.name, &subcommand(below.name, &options)));
                }
            }
        }
    }
}
