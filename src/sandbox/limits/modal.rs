//! The limits of a modal.

use serde_json::Value;

use crate::sandbox::component;
use crate::sandbox::form_errors::FormErrors;

const TITLE: usize = 45;
const CUSTOM_ID: usize = 100;
const PARTS: usize = 5;
const LABEL: usize = 45;
const DESCRIPTION: usize = 100;
const PLACEHOLDER: usize = 100;
const TEXT: usize = 4_000;
const GROUP_OPTIONS: usize = 10;

/// Checks the `data` of a callback that opens a modal.
pub fn check(modal: &Value, errors: &mut FormErrors) {
    errors.at("title", |errors| {
        errors.length(component::text(modal, "title"), 1, TITLE);
    });
    errors.at("custom_id", |errors| {
        errors.length(component::text(modal, "custom_id"), 1, CUSTOM_ID);
    });
    let parts = component::children(modal);
    errors.at("components", |errors| {
        errors.count(parts.len(), 1, PARTS);
        for (index, part) in parts.iter().enumerate() {
            errors.at(index, |errors| check_part(part, errors));
        }
    });
}

fn check_part(part: &Value, errors: &mut FormErrors) {
    match component::kind(part) {
        component::ROW => {
            let children = component::children(part);
            errors.at("components", |errors| errors.count(children.len(), 1, 1));
            for (index, input) in children.iter().enumerate() {
                errors.at(format!("components.{index}"), |errors| {
                    errors.at("label", |errors| {
                        errors.length(component::text(input, "label"), 1, LABEL);
                    });
                    check_input(input, errors);
                });
            }
        }
        component::LABEL => {
            errors.at("label", |errors| {
                errors.length(component::text(part, "label"), 1, LABEL);
            });
            errors.at("description", |errors| {
                errors.length(component::text(part, "description"), 0, DESCRIPTION);
            });
            match part.get("component") {
                Some(input) => errors.at("component", |errors| check_input(input, errors)),
                None => errors.at("component", FormErrors::required),
            }
        }
        component::TEXT => {}
        _ => errors.at("type", |errors| {
            errors.push(
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1, 10, 18).",
            );
        }),
    }
}

fn check_input(input: &Value, errors: &mut FormErrors) {
    errors.at("custom_id", |errors| {
        errors.length(component::text(input, "custom_id"), 1, CUSTOM_ID);
    });
    let group = match component::kind(input) {
        component::RADIO_GROUP => Some(2),
        component::CHECKBOX_GROUP => Some(1),
        _ => None,
    };
    if let Some(least) = group {
        let options = input.get("options").and_then(Value::as_array).map_or(0, Vec::len);
        errors.at("options", |errors| errors.count(options, least, GROUP_OPTIONS));
    }
    if component::kind(input) == component::TEXT_INPUT {
        for (key, least) in [("min_length", 0), ("max_length", 1)] {
            let length = input.get(key).and_then(Value::as_u64);
            if length.is_some_and(|length| !(least..=TEXT as u64).contains(&length)) {
                errors.at(key, |errors| {
                    errors.push(
                        "NUMBER_TYPE_MAX",
                        format!("int value should be between {least} and {TEXT}."),
                    );
                });
            }
        }
        errors.at("value", |errors| {
            errors.length(component::text(input, "value"), 0, TEXT);
        });
        errors.at("placeholder", |errors| {
            errors.length(component::text(input, "placeholder"), 0, PLACEHOLDER);
        });
        if !matches!(input.get("style").and_then(Value::as_u64), Some(1 | 2)) {
            errors.at("style", |errors| {
                errors.push("BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn titles_labels_and_counts_are_limited() {
        let input = json!({ "type": 4, "custom_id": "a", "style": 1, "label": "x".repeat(46) });
        let row = json!({ "type": 1, "components": [input] });
        let modal = json!({ "title": "x".repeat(46), "custom_id": "m", "components": vec![row; 6] });
        let mut errors = FormErrors::default();
        check(&modal, &mut errors);
        let tree = errors.tree();
        for path in [
            "/title",
            "/components/_errors",
            "/components/0/components/0/label",
        ] {
            assert!(tree.pointer(path).is_some(), "{path} in {tree}");
        }
    }
}
