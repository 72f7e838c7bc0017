//! Looking into components, which stay JSON from the bot to the page.

use serde_json::Value;

/// A row of buttons or one select.
pub const ROW: u64 = 1;
/// A button.
pub const BUTTON: u64 = 2;
/// A select with options of its own.
pub const STRING_SELECT: u64 = 3;
/// A text input of a modal.
pub const TEXT_INPUT: u64 = 4;
/// A text with an accessory.
pub const SECTION: u64 = 9;
/// A text.
pub const TEXT: u64 = 10;
/// Pictures.
pub const GALLERY: u64 = 12;
/// A file.
pub const FILE: u64 = 13;
/// A line.
pub const SEPARATOR: u64 = 14;
/// A box around others.
pub const CONTAINER: u64 = 17;
/// A modal's field with its label.
pub const LABEL: u64 = 18;
/// One choice of several.
pub const RADIO_GROUP: u64 = 21;
/// Any choice of several.
pub const CHECKBOX_GROUP: u64 = 22;
/// Yes or no.
pub const CHECKBOX: u64 = 23;

/// What a component is.
pub fn kind(component: &Value) -> u64 {
    component.get("type").and_then(Value::as_u64).unwrap_or_default()
}

/// Whether the type is one of the selects.
pub fn is_select(kind: u64) -> bool {
    matches!(kind, 3 | 5..=8)
}

/// What a component holds.
pub fn children(component: &Value) -> &[Value] {
    component
        .get("components")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

/// A text of a component, empty if it has none.
pub fn text<'a>(component: &'a Value, key: &str) -> &'a str {
    component.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The component with a custom id, wherever it hangs.
pub fn find<'a>(components: &'a [Value], custom_id: &str) -> Option<&'a Value> {
    components.iter().find_map(|component| {
        if component.get("custom_id").and_then(Value::as_str) == Some(custom_id) {
            return Some(component);
        }
        let nested = find(children(component), custom_id);
        let single = ["accessory", "component"]
            .iter()
            .find_map(|key| component.get(*key));
        nested.or_else(|| single.and_then(|one| find(std::slice::from_ref(one), custom_id)))
    })
}
