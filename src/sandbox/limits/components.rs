//! The limits of a message's components.

use serde_json::Value;

use crate::sandbox::component;
use crate::sandbox::form_errors::FormErrors;

const ROWS: usize = 5;
const BUTTONS: usize = 5;
const LABEL: usize = 80;
const URL: usize = 512;
const CUSTOM_ID: usize = 100;
pub(super) const SELECT_OPTIONS: usize = 25;
const OPTION_TEXT: usize = 100;
pub(super) const PLACEHOLDER: usize = 150;
const GALLERY_ITEMS: usize = 10;
/// Components of all levels, in a message made of components alone.
const V2_TOTAL: usize = 40;
/// Text of all levels, in a message made of components alone.
const V2_TEXT: usize = 4_000;

#[derive(Default)]
struct Seen {
    custom_ids: Vec<String>,
    count: usize,
    text: usize,
}

/// Checks the components of a message.
pub fn check(list: &[Value], v2: bool, errors: &mut FormErrors) {
    let mut seen = Seen::default();
    if !v2 {
        errors.count(list.len(), 0, ROWS);
    }
    for (index, component) in list.iter().enumerate() {
        errors.at(index, |errors| top_level(component, v2, &mut seen, errors));
    }
    if v2 {
        if seen.count > V2_TOTAL {
            errors.push(
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be {V2_TOTAL} or fewer components in total."),
            );
        }
        if seen.text > V2_TEXT {
            errors.push(
                "BASE_TYPE_MAX_LENGTH",
                format!("Must be {V2_TEXT} or fewer in length in total."),
            );
        }
    }
}

fn top_level(value: &Value, v2: bool, seen: &mut Seen, errors: &mut FormErrors) {
    seen.count += 1;
    match component::kind(value) {
        component::ROW => row(value, seen, errors),
        component::SECTION
        | component::TEXT
        | component::GALLERY
        | component::FILE
        | component::SEPARATOR
            if v2 =>
        {
            nested(value, seen, errors);
        }
        component::CONTAINER if v2 => {
            for (index, child) in component::children(value).iter().enumerate() {
                errors.at(format!("components.{index}"), |errors| {
                    top_level(child, true, seen, errors);
                });
            }
        }
        _ => errors.at("type", |errors| {
            errors.push(
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1,).",
            );
        }),
    }
}

/// Texts, and a section's parts.
fn nested(value: &Value, seen: &mut Seen, errors: &mut FormErrors) {
    if component::kind(value) == component::TEXT {
        let text = component::text(value, "content");
        errors.at("content", |errors| errors.length(text, 1, V2_TEXT));
        seen.text += text.chars().count();
    }
    if component::kind(value) == component::GALLERY {
        let items = value.get("items").and_then(Value::as_array).map_or(0, Vec::len);
        errors.at("items", |errors| errors.count(items, 1, GALLERY_ITEMS));
    }
    if component::kind(value) == component::SECTION {
        let texts = component::children(value);
        errors.at("components", |errors| errors.count(texts.len(), 1, 3));
        for (index, child) in texts.iter().enumerate() {
            seen.count += 1;
            errors.at(format!("components.{index}"), |errors| {
                nested(child, seen, errors);
            });
        }
        match value.get("accessory") {
            Some(accessory) if component::kind(accessory) == component::BUTTON => {
                seen.count += 1;
                errors.at("accessory", |errors| button(accessory, seen, errors));
            }
            Some(_) => seen.count += 1,
            None => errors.at("accessory", FormErrors::required),
        }
    }
}

fn row(value: &Value, seen: &mut Seen, errors: &mut FormErrors) {
    let children = component::children(value);
    let selects = children
        .iter()
        .filter(|child| component::is_select(component::kind(child)))
        .count();
    errors.at("components", |errors| {
        errors.count(children.len(), 1, BUTTONS);
        if selects > 0 && children.len() > 1 {
            errors.push(
                "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
                "The specified component exceeds the maximum width",
            );
        }
        for (index, child) in children.iter().enumerate() {
            seen.count += 1;
            errors.at(index, |errors| match component::kind(child) {
                component::BUTTON => button(child, seen, errors),
                kind if component::is_select(kind) => select(child, seen, errors),
                _ => errors.at("type", |errors| {
                    errors.push(
                        "UNION_TYPE_CHOICES",
                        "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).",
                    );
                }),
            });
        }
    });
}

fn button(value: &Value, seen: &mut Seen, errors: &mut FormErrors) {
    let style = value.get("style").and_then(Value::as_u64).unwrap_or_default();
    let label = component::text(value, "label");
    errors.at("label", |errors| errors.length(label, 0, LABEL));
    match style {
        1..=4 => {
            if label.is_empty() && value.get("emoji").is_none_or(Value::is_null) {
                errors.push(
                    "BUTTON_COMPONENT_REQUIRES_LABEL_OR_EMOJI",
                    "A button must have a label or an emoji",
                );
            }
            custom_id(value, seen, errors);
        }
        5 => {
            let url = component::text(value, "url");
            errors.at("url", |errors| {
                errors.length(url, 1, URL);
                if !["http://", "https://", "discord://"]
                    .iter()
                    .any(|scheme| url.starts_with(scheme))
                {
                    errors.push(
                        "URL_TYPE_INVALID_SCHEME",
                        "Scheme must be one of ('http', 'https', 'discord').",
                    );
                }
            });
        }
        6 => {}
        _ => errors.at("style", |errors| {
            errors.push("BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.");
        }),
    }
}

fn select(value: &Value, seen: &mut Seen, errors: &mut FormErrors) {
    custom_id(value, seen, errors);
    errors.at("placeholder", |errors| {
        errors.length(component::text(value, "placeholder"), 0, PLACEHOLDER);
    });
    if component::kind(value) != component::STRING_SELECT {
        return;
    }
    options(value, 1, SELECT_OPTIONS, errors);
}

/// The options of something that offers between so many.
pub(super) fn options(value: &Value, least: usize, most: usize, errors: &mut FormErrors) {
    let options = value
        .get("options")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    errors.at("options", |errors| {
        errors.count(options.len(), least, most);
        let mut values: Vec<&str> = Vec::new();
        for (index, option) in options.iter().enumerate() {
            errors.at(index, |errors| {
                errors.at("label", |errors| {
                    errors.length(component::text(option, "label"), 1, OPTION_TEXT);
                });
                errors.at("description", |errors| {
                    errors.length(component::text(option, "description"), 0, OPTION_TEXT);
                });
                let value = component::text(option, "value");
                errors.at("value", |errors| {
                    errors.length(value, 1, OPTION_TEXT);
                    if values.contains(&value) {
                        errors.push(
                            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                            "The specified option value is already used",
                        );
                    }
                });
                values.push(value);
            });
        }
    });
}

fn custom_id(value: &Value, seen: &mut Seen, errors: &mut FormErrors) {
    let id = component::text(value, "custom_id");
    errors.at("custom_id", |errors| {
        errors.length(id, 1, CUSTOM_ID);
        if seen.custom_ids.iter().any(|other| other == id) {
            errors.push(
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            );
        }
    });
    seen.custom_ids.push(id.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(list: &Value, v2: bool) -> Value {
        let mut errors = FormErrors::default();
        check(list.as_array().unwrap(), v2, &mut errors);
        errors.tree()
    }

    fn button(id: &str) -> Value {
        json!({ "type": 2, "style": 1, "label": "a", "custom_id": id })
    }

    fn row(children: &[Value]) -> Value {
        json!({ "type": 1, "components": children })
    }

    #[test]
    fn rows_buttons_and_ids_are_counted() {
        let rows: Vec<Value> = (0..6).map(|n| row(&[button(&n.to_string())])).collect();
        assert!(tree(&json!(rows), false).get("_errors").is_some());
        let wide: Vec<Value> = (0..6).map(|n| button(&n.to_string())).collect();
        assert!(
            tree(&json!([row(&wide)]), false)
                .pointer("/0/components/_errors")
                .is_some()
        );
        let twins = tree(&json!([row(&[button("a"), button("a")])]), false);
        assert_eq!(
            twins["0"]["components"]["1"]["custom_id"]["_errors"][0]["code"],
            "COMPONENT_CUSTOM_ID_DUPLICATED"
        );
        let long = tree(&json!([row(&[button(&"x".repeat(101))])]), false);
        assert!(long.pointer("/0/components/0/custom_id").is_some());
    }

    #[test]
    fn selects_have_limits() {
        let option = |n: usize| json!({ "label": n.to_string(), "value": n.to_string() });
        let select = |count: usize| json!({ "type": 3, "custom_id": "a", "options": (0..count).map(option).collect::<Vec<_>>() });
        assert_eq!(tree(&json!([row(&[select(25)])]), false), json!({}));
        assert!(
            tree(&json!([row(&[select(26)])]), false)
                .pointer("/0/components/0/options")
                .is_some()
        );
        assert!(
            tree(&json!([row(&[select(1), button("b")])]), false)
                .pointer("/0/components/_errors")
                .is_some()
        );
    }

    #[test]
    fn new_components_need_their_flag() {
        let text = json!([{ "type": 10, "content": "a" }]);
        assert_eq!(tree(&text, true), json!({}));
        assert!(tree(&text, false).pointer("/0/type").is_some());
    }
}
