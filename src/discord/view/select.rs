//! Menus in messages, within Discord's limits
//! (<https://discord.com/developers/docs/components/reference#string-select>).

use std::collections::HashSet;
use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use super::line::line;
use crate::discord::select_id::SelectId;
use crate::id::{MemberId, RoleId};

/// Most options of a menu, and most values that can be chosen in one. What has more is to be paged.
pub const MAX_OPTIONS: usize = 25;
/// Longest label and description of an option.
const MAX_LABEL: usize = 100;
/// Longest value of an option.
const MAX_VALUE: usize = 100;
/// Longest text of a menu in which nothing is chosen.
const MAX_PLACEHOLDER: usize = 150;

/// A menu from which members choose.
#[derive(Debug)]
pub struct Select {
    id: SelectId,
    offer: Offer,
    placeholder: Option<String>,
    count: RangeInclusive<usize>,
}

/// What a menu offers.
#[derive(Debug)]
enum Offer {
    Options(Vec<SelectOption>),
    Members(Vec<MemberId>),
    Roles(Vec<RoleId>),
}

/// One thing that can be chosen.
#[derive(Debug, Clone)]
pub struct SelectOption {
    label: String,
    value: String,
    description: Option<String>,
    chosen: bool,
}

impl Select {
    /// A menu of these options, of which one is chosen. `None`: Discord would refuse them, because there are none or more
    /// than [`MAX_OPTIONS`], two have the same value, or a value is empty or has more than 100 characters.
    pub fn options(id: SelectId, options: Vec<SelectOption>) -> Option<Self> {
        let fits = |option: &SelectOption| (1..=MAX_VALUE).contains(&option.value.chars().count());
        let values: HashSet<&str> = options.iter().map(|option| option.value.as_str()).collect();
        let distinct = values.len() == options.len();
        let taken = (1..=MAX_OPTIONS).contains(&options.len()) && distinct && options.iter().all(fits);
        taken.then(|| Self::new(id, Offer::Options(options)))
    }

    /// A menu of all members of the server, of whom one is chosen. It shows `now`, at most [`MAX_OPTIONS`] of them, as
    /// chosen.
    pub fn members(id: SelectId, now: impl IntoIterator<Item = MemberId>) -> Self {
        Self::new(id, Offer::Members(now.into_iter().take(MAX_OPTIONS).collect()))
    }

    /// The same of all roles.
    pub fn roles(id: SelectId, now: impl IntoIterator<Item = RoleId>) -> Self {
        Self::new(id, Offer::Roles(now.into_iter().take(MAX_OPTIONS).collect()))
    }

    fn new(id: SelectId, offer: Offer) -> Self {
        Self {
            id,
            offer,
            placeholder: None,
            count: 1..=1,
        }
    }

    /// What stands in it while nothing is chosen.
    #[must_use]
    pub fn with_placeholder(mut self, text: &str) -> Self {
        self.placeholder = Some(line(text, MAX_PLACEHOLDER));
        self
    }

    /// How many are chosen at least and at most, as far as there are so many and Discord allows it.
    #[must_use]
    pub fn with_count(mut self, count: RangeInclusive<usize>) -> Self {
        let all = match &self.offer {
            Offer::Options(options) => options.len(),
            Offer::Members(_) | Offer::Roles(_) => MAX_OPTIONS,
        };
        let most = (*count.end()).clamp(1, all);
        self.count = (*count.start()).min(most)..=most;
        self
    }

    /// The row in which it stands alone.
    pub fn into_row(self) -> Value {
        let mut menu = Map::new();
        let kind = match self.offer {
            Offer::Options(_) => 3,
            Offer::Members(_) => 5,
            Offer::Roles(_) => 6,
        };
        menu.insert("type".to_owned(), Value::from(kind));
        menu.insert("custom_id".to_owned(), Value::String(self.id.to_string()));
        menu.insert("min_values".to_owned(), Value::from(*self.count.start()));
        menu.insert("max_values".to_owned(), Value::from(*self.count.end()));
        if let Some(placeholder) = self.placeholder {
            menu.insert("placeholder".to_owned(), Value::String(placeholder));
        }
        let most = *self.count.end();
        match self.offer {
            Offer::Options(options) => {
                menu.insert("options".to_owned(), written(options, most));
            }
            Offer::Members(now) => {
                let now = now.iter().take(most);
                let chosen = now.map(|id| json!({"id": id.to_string(), "type": "user"}));
                menu.insert("default_values".to_owned(), chosen.collect());
            }
            Offer::Roles(now) => {
                let now = now.iter().take(most);
                let chosen = now.map(|id| json!({"id": id.to_string(), "type": "role"}));
                menu.insert("default_values".to_owned(), chosen.collect());
            }
        }
        json!({"type": 1, "components": [menu]})
    }
}

/// The options, of which at most `most` may be shown as chosen.
fn written(options: Vec<SelectOption>, most: usize) -> Value {
    let mut room = most;
    options
        .into_iter()
        .map(|option| {
            let mut fields = Map::new();
            fields.insert("label".to_owned(), Value::String(option.label));
            fields.insert("value".to_owned(), Value::String(option.value));
            if let Some(description) = option.description {
                fields.insert("description".to_owned(), Value::String(description));
            }
            if option.chosen && room > 0 {
                room -= 1;
                fields.insert("default".to_owned(), Value::Bool(true));
            }
            Value::Object(fields)
        })
        .collect()
}

impl SelectOption {
    /// An option that shows `label` and means `value`.
    pub fn new(label: &str, value: impl Into<String>) -> Self {
        Self {
            label: line(label, MAX_LABEL),
            value: value.into(),
            description: None,
            chosen: false,
        }
    }

    /// With a word of explanation.
    #[must_use]
    pub fn described(mut self, text: &str) -> Self {
        self.description = Some(line(text, MAX_LABEL));
        self
    }

    /// Shown as chosen.
    #[must_use]
    pub fn chosen(mut self) -> Self {
        self.chosen = true;
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn chars(value: &Value) -> usize {
        value.as_str().unwrap().chars().count()
    }

    proptest! {
        #[test]
        fn every_menu_keeps_discords_limits(
            options in vec((any::<String>(), ".{0,110}", any::<String>(), any::<bool>()), 0..30),
            hint in any::<String>(),
            from in 0_usize..40,
            to in 0_usize..40,
        ) {
            let options: Vec<SelectOption> = options
                .into_iter()
                .map(|(label, value, description, chosen)| SelectOption {
                    chosen,
                    ..SelectOption::new(&label, value).described(&description)
                })
                .collect();
            let Some(menu) = Select::options(SelectId::Blip, options.clone()) else {
                let mut values: Vec<_> = options.iter().map(|option| &option.value).collect();
                values.sort();
                values.dedup();
                let lengths = options.iter().all(|option| (1..=100).contains(&option.value.chars().count()));
                prop_assert!(values.len() < options.len() || !(1..=25).contains(&options.len()) || !lengths);
                return Ok(());
            };
            let row = menu.with_placeholder(&hint).with_count(from..=to).into_row();
            prop_assert_eq!(row["components"].as_array().unwrap().len(), 1);
            let menu = &row["components"][0];
            prop_assert!((1..=150).contains(&chars(&menu["placeholder"])));
            let shown = menu["options"].as_array().unwrap();
            let (min, max) = (menu["min_values"].as_u64().unwrap(), menu["max_values"].as_u64().unwrap());
            let chosen = shown.iter().filter(|option| option["default"] == true).count();
            prop_assert!(min <= max && (1..=shown.len()).contains(&usize::try_from(max).unwrap()));
            prop_assert!(chosen <= usize::try_from(max).unwrap());
            for option in shown {
                for (key, most) in [("label", 100), ("value", 100), ("description", 100)] {
                    prop_assert!((1..=most).contains(&chars(&option[key])), "{key}");
                }
            }
        }
    }

    #[test]
    fn menus_are_what_discords_documents_show() {
        let blips = vec![
            SelectOption::new("Atlantis", "atlantis").described("Trial"),
            SelectOption::new("Crossplane", "crossplane").chosen(),
        ];
        let menu = Select::options(SelectId::Blip, blips)
            .unwrap()
            .with_placeholder("Which one?");
        let expected = json!({"type": 1, "components": [{
            "type": 3, "custom_id": "1:blip", "min_values": 1, "max_values": 1, "placeholder": "Which one?",
            "options": [
                {"label": "Atlantis", "value": "atlantis", "description": "Trial"},
                {"label": "Crossplane", "value": "crossplane", "default": true},
            ],
        }]});
        assert_eq!(menu.into_row(), expected);
        let now = [1_u64, 2].map(|id| RoleId::try_from(id).unwrap());
        let expected = json!({"type": 1, "components": [{
            "type": 6, "custom_id": "1:voters", "min_values": 0, "max_values": 1,
            "default_values": [{"id": "1", "type": "role"}],
        }]});
        let roles = Select::roles(SelectId::Voters, now).with_count(0..=1);
        assert_eq!(roles.into_row(), expected, "no more than can be chosen");
        let members = (1..=30_u64).map(|id| MemberId::try_from(id).unwrap());
        let menu = Select::members(SelectId::Voters, members)
            .with_count(1..=99)
            .into_row();
        let menu = &menu["components"][0];
        assert_eq!((&menu["type"], &menu["max_values"]), (&json!(5), &json!(25)));
        assert_eq!(menu["default_values"].as_array().unwrap().len(), 25);
    }
}
