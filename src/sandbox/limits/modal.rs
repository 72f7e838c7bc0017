//! The limits of a modal.

use serde_json::Value;

use super::components;
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
                    check_in_row(input, errors);
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

/// What a row may hold, which is the older shape.
fn check_in_row(input: &Value, errors: &mut FormErrors) {
    if component::kind(input) != component::TEXT_INPUT {
        errors.at("type", |errors| {
            errors.push(
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (4,).",
            );
        });
    }
}

/// What a label may hold. Of what Discord has, the sandbox lacks the file upload (19).
fn check_input(input: &Value, errors: &mut FormErrors) {
    errors.at("custom_id", |errors| {
        errors.length(component::text(input, "custom_id"), 1, CUSTOM_ID);
    });
    if input.get("disabled") == Some(&Value::Bool(true)) {
        errors.at("disabled", |errors| {
            errors.push(
                "MODAL_COMPONENT_DISABLED",
                "Modals can not have disabled components",
            );
        });
    }
    match component::kind(input) {
        component::TEXT_INPUT => check_text(input, errors),
        component::RADIO_GROUP => components::options(input, 2, GROUP_OPTIONS, errors),
        component::CHECKBOX_GROUP => {
            components::options(input, 1, GROUP_OPTIONS, errors);
            check_bounds(input, GROUP_OPTIONS, errors);
        }
        component::CHECKBOX => {}
        kind if component::is_select(kind) => {
            errors.at("placeholder", |errors| {
                errors.length(component::text(input, "placeholder"), 0, components::PLACEHOLDER);
            });
            if kind == component::STRING_SELECT {
                components::options(input, 1, components::SELECT_OPTIONS, errors);
            }
            check_bounds(input, components::SELECT_OPTIONS, errors);
        }
        _ => errors.at("type", |errors| {
            errors.push(
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (3, 4, 5, 6, 7, 8, 21, 22, 23).",
            );
        }),
    }
}

/// How many may be chosen. Who must choose can not be asked for none.
fn check_bounds(input: &Value, most: usize, errors: &mut FormErrors) {
    let required = input.get("required").and_then(Value::as_bool).unwrap_or(true);
    for (key, least) in [("min_values", u64::from(required)), ("max_values", 1)] {
        let count = input.get(key).and_then(Value::as_u64);
        if count.is_some_and(|count| !(least..=most as u64).contains(&count)) {
            errors.at(key, |errors| {
                errors.push(
                    "NUMBER_TYPE_MAX",
                    format!("int value should be between {least} and {most}."),
                );
            });
        }
    }
}

fn check_text(input: &Value, errors: &mut FormErrors) {
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

    #[test]
    fn a_label_holds_what_asks_and_a_row_only_text() {
        let option = |n: usize| json!({ "label": n.to_string(), "value": n.to_string() });
        let many = |count: usize| (0..count).map(option).collect::<Vec<_>>();
        let label = |asks: Value| {
            let part = json!({ "type": 18, "label": "Which", "component": asks });
            let mut errors = FormErrors::default();
            check(
                &json!({ "title": "a", "custom_id": "m", "components": [part] }),
                &mut errors,
            );
            errors.tree()
        };
        for good in [
            json!({ "type": 3, "custom_id": "a", "options": many(25) }),
            json!({ "type": 5, "custom_id": "a", "min_values": 0, "required": false }),
            json!({ "type": 21, "custom_id": "a", "options": many(2) }),
            json!({ "type": 22, "custom_id": "a", "options": many(10), "max_values": 3 }),
            json!({ "type": 23, "custom_id": "a" }),
        ] {
            assert_eq!(label(good.clone()), json!({}), "{good}");
        }
        let at = "/components/0/component";
        for (bad, place) in [
            (json!({ "type": 2, "custom_id": "a" }), "type"),
            (
                json!({ "type": 3, "custom_id": "a", "options": many(26) }),
                "options",
            ),
            (
                json!({ "type": 3, "custom_id": "a", "options": [option(1), option(1)] }),
                "options/1/value",
            ),
            (
                json!({ "type": 21, "custom_id": "a", "options": many(1) }),
                "options",
            ),
            (
                json!({ "type": 5, "custom_id": "a", "min_values": 0 }),
                "min_values",
            ),
            (
                json!({ "type": 6, "custom_id": "a", "disabled": true }),
                "disabled",
            ),
        ] {
            let tree = label(bad);
            assert!(
                tree.pointer(&format!("{at}/{place}/_errors")).is_some(),
                "{place} in {tree}"
            );
        }
        let select = json!({ "type": 3, "custom_id": "a", "label": "a", "options": many(2) });
        let row = json!({ "type": 1, "components": [select] });
        let mut errors = FormErrors::default();
        check(
            &json!({ "title": "a", "custom_id": "m", "components": [row] }),
            &mut errors,
        );
        assert!(errors.tree().pointer("/components/0/components/0/type").is_some());
    }
}
