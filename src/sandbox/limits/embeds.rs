//! The limits of embeds.

use serde_json::Value;

use crate::sandbox::form_errors::FormErrors;

const EMBEDS: usize = 10;
const TITLE: usize = 256;
const DESCRIPTION: usize = 4_096;
const FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1_024;
const FOOTER: usize = 2_048;
const AUTHOR: usize = 256;
/// Over all embeds of a message.
const TOTAL: usize = 6_000;

/// Checks the embeds of a message.
pub fn check(list: &[Value], errors: &mut FormErrors) {
    errors.count(list.len(), 0, EMBEDS);
    let mut total = 0;
    for (index, embed) in list.iter().enumerate() {
        errors.at(index, |errors| total += check_one(embed, errors));
    }
    if total > TOTAL {
        errors.push(
            "MAX_EMBED_SIZE_EXCEEDED",
            format!("Embed size exceeds maximum size of {TOTAL}"),
        );
    }
}

/// Checks one embed; says how many characters count towards the total.
fn check_one(embed: &Value, errors: &mut FormErrors) -> usize {
    let Some(object) = embed.as_object() else {
        errors.push(
            "MODEL_TYPE_CONVERT",
            "Only dictionaries may be used in a ModelType",
        );
        return 0;
    };
    let mut total =
        text(embed, "title", 0, TITLE, errors) + text(embed, "description", 0, DESCRIPTION, errors);
    if let Some(footer) = embed.get("footer").filter(|footer| !footer.is_null()) {
        errors.at("footer", |errors| {
            total += text(footer, "text", 1, FOOTER, errors);
        });
    }
    if let Some(author) = embed.get("author").filter(|author| !author.is_null()) {
        errors.at("author", |errors| {
            total += text(author, "name", 1, AUTHOR, errors);
        });
    }
    let fields = embed
        .get("fields")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    errors.at("fields", |errors| {
        errors.count(fields.len(), 0, FIELDS);
        for (index, field) in fields.iter().enumerate() {
            errors.at(index, |errors| {
                total += text(field, "name", 1, FIELD_NAME, errors);
                total += text(field, "value", 1, FIELD_VALUE, errors);
            });
        }
    });
    if let Some(color) = embed.get("color").filter(|color| !color.is_null())
        && color.as_u64().is_none_or(|color| color > 0x00ff_ffff)
    {
        errors.at("color", |errors| {
            errors.push(
                "NUMBER_TYPE_MAX",
                "int value should be between 0 and 16777215 (hexadecimal: 0xFFFFFF).",
            );
        });
    }
    for place in [
        "url",
        "image.url",
        "thumbnail.url",
        "author.url",
        "author.icon_url",
        "footer.icon_url",
    ] {
        url(embed, place, errors);
    }
    let anything = [
        "title",
        "description",
        "image",
        "thumbnail",
        "author",
        "footer",
        "fields",
        "url",
        "timestamp",
    ];
    if !anything
        .iter()
        .any(|key| object.get(*key).is_some_and(|value| !value.is_null()))
    {
        errors.at("description", FormErrors::required);
    }
    total
}

fn text(object: &Value, key: &str, min: usize, max: usize, errors: &mut FormErrors) -> usize {
    let value = object.get(key).and_then(Value::as_str).unwrap_or_default();
    errors.at(key, |errors| errors.length(value, min, max));
    value.chars().count()
}

fn url(embed: &Value, place: &str, errors: &mut FormErrors) {
    let value = place
        .split('.')
        .try_fold(embed, |value, key| value.get(key))
        .and_then(Value::as_str);
    let Some(value) = value else { return };
    let scheme_allowed = ["http://", "https://"]
        .iter()
        .any(|scheme| value.starts_with(scheme));
    let file_allowed = place != "url" && place != "author.url" && value.starts_with("attachment://");
    errors.at(place, |errors| {
        errors.length(value, 0, 2_048);
        if !scheme_allowed && !file_allowed && !value.is_empty() {
            errors.push(
                "URL_TYPE_INVALID_SCHEME",
                "Scheme must be one of ('http', 'https').",
            );
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn tree(list: &Value) -> Value {
        let mut errors = FormErrors::default();
        check(list.as_array().unwrap(), &mut errors);
        errors.tree()
    }

    #[test]
    fn each_text_has_its_length() {
        let long = |count: usize| "x".repeat(count);
        let tree = tree(&json!([{
            "title": long(257), "description": long(4097), "footer": { "text": long(2049) },
            "author": { "name": long(257) }, "fields": [{ "name": long(257), "value": "" }],
        }]));
        for path in [
            "/0/title",
            "/0/description",
            "/0/footer/text",
            "/0/author/name",
            "/0/fields/0/name",
            "/0/fields/0/value",
        ] {
            assert!(tree.pointer(path).is_some(), "{path} in {tree}");
        }
        assert_eq!(tree["_errors"][0]["code"], "MAX_EMBED_SIZE_EXCEEDED");
    }

    #[test]
    fn counts_and_links_are_checked_and_what_fits_passes() {
        let field = json!({ "name": "a", "value": "b" });
        assert!(
            tree(&json!([{ "fields": vec![field.clone(); 26] }]))
                .pointer("/0/fields/_errors")
                .is_some()
        );
        assert!(
            tree(&json!(vec![json!({ "title": "a" }); 11]))
                .get("_errors")
                .is_some()
        );
        assert!(
            tree(&json!([{ "title": "a", "url": "javascript:alert(1)" }]))
                .pointer("/0/url")
                .is_some()
        );
        assert!(tree(&json!([{}])).pointer("/0/description").is_some());
        let fine =
            json!([{ "title": "a", "fields": vec![field; 25], "image": { "url": "attachment://a.png" } }]);
        assert_eq!(tree(&fine), json!({}));
    }
}
