//! The parts of a message, within Discord's limits
//! (<https://discord.com/developers/docs/resources/message#embed-object-embed-limits>).

use serde_json::{Map, Value, json};

use super::flow::{Block, paginate, width};
use super::places;
use super::select::Select;
use crate::discord::custom_id::CustomId;
use crate::id::RoleId;
use crate::radar::Color;

/// Longest plain text of a message.
const MAX_CONTENT: usize = 2000;
/// Longest title of an embed.
const MAX_TITLE: usize = 256;
/// Most of all texts of all embeds of a message together.
const MAX_TOTAL: usize = 6000;
/// Most embeds of a message.
const MAX_EMBEDS: usize = 10;
/// The zero width space.
const NO_WIDTH: &str = "\u{200B}";
/// Longest label of a button.
const MAX_LABEL: usize = 80;
/// Most buttons beside each other.
const BUTTONS_A_ROW: usize = 5;
/// What an embed's description holds, with some room to spare below Discord's 4096.
pub const ROOM: usize = 3900;
/// The grey of what has no ring.
pub const NEUTRAL: u32 = 0x006E_7781;

/// A message.
#[derive(Debug, Default)]
pub struct Body {
    content: String,
    embeds: Vec<Embed>,
    rows: Vec<Row>,
    mentions: Option<RoleId>,
}

/// What stands beside each other below a message.
#[derive(Debug)]
enum Row {
    /// One to five.
    Buttons(Vec<Button>),
    /// A menu stands alone. Boxed, because messages have few of them.
    Select(Box<Select>),
}

/// A framed text.
#[derive(Debug)]
pub struct Embed {
    /// What stands in bold at its top.
    pub title: Option<String>,
    /// The text, as Markdown.
    pub text: String,
    /// The colour of its edge.
    pub color: u32,
    /// What stands below the text, up to three beside each other.
    pub fields: Vec<Field>,
    /// What stands in small at its foot.
    pub footer: Option<String>,
}

/// A part of a framed text with a name of its own.
#[derive(Debug)]
pub struct Field {
    name: String,
    value: String,
    inline: bool,
}

/// A button that asks for something.
#[derive(Debug)]
pub struct Button {
    /// What stands on it.
    pub label: String,
    /// How it looks.
    pub look: Look,
    /// What it asks for.
    pub id: CustomId,
}

/// How a button looks.
#[derive(Debug, Clone, Copy)]
pub enum Look {
    /// One of several that are equally good.
    Plain,
    /// The one thing to do.
    Main,
}

impl Body {
    /// A text; framed if it is too long for a bare one.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if width(&text) <= MAX_CONTENT {
            return Self {
                content: text,
                ..Self::default()
            };
        }
        let pages = paginate(&[Block::paragraph(text)], ROOM, str::to_owned);
        Self::framed(None, pages, NEUTRAL, None)
    }

    /// One embed a page, in one message: title above the first, footer below the last.
    pub fn framed(title: Option<String>, pages: Vec<String>, color: u32, footer: Option<String>) -> Self {
        let last = pages.len().saturating_sub(1);
        let (mut title, mut footer) = (title, footer);
        let embeds = pages
            .into_iter()
            .enumerate()
            .map(|(position, text)| Embed {
                title: title.take(),
                text,
                color,
                fields: Vec::new(),
                footer: if position == last { footer.take() } else { None },
            })
            .collect();
        Self {
            embeds,
            ..Self::default()
        }
    }

    /// Whether its frames are within what Discord lets one message have together.
    pub fn fits(&self) -> bool {
        let parts = self.embeds.iter().flat_map(|embed| {
            let fields = embed.fields.iter().flat_map(|field| [&field.name, &field.value]);
            let (title, footer) = (embed.title.as_ref(), embed.footer.as_ref());
            [Some(&embed.text), title, footer]
                .into_iter()
                .flatten()
                .chain(fields)
        });
        parts.map(|text| width(text)).sum::<usize>() <= MAX_TOTAL && self.embeds.len() <= MAX_EMBEDS
    }

    /// With these parts beside each other below the text of the last embed.
    #[must_use]
    pub fn with_fields(mut self, fields: Vec<Field>) -> Self {
        if let Some(embed) = self.embeds.last_mut() {
            embed.fields = fields;
        }
        self
    }

    /// With these buttons below, in as many rows as they need.
    #[must_use]
    pub fn with_buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let mut row = Vec::new();
        for button in buttons {
            row.push(button);
            if row.len() == BUTTONS_A_ROW {
                self.rows.push(Row::Buttons(std::mem::take(&mut row)));
            }
        }
        if !row.is_empty() {
            self.rows.push(Row::Buttons(row));
        }
        self
    }

    /// With this menu below, if there is one.
    #[must_use]
    pub fn with_menu(self, select: Option<Select>) -> Self {
        match select {
            Some(select) => self.with_select(select),
            None => self,
        }
    }

    /// With this menu below, in a row of its own.
    #[must_use]
    pub fn with_select(mut self, select: Select) -> Self {
        self.rows.push(Row::Select(Box::new(select)));
        self
    }

    /// Pings a role, which is named at the start of the plain text: a name inside an embed pings nobody. Everybody else
    /// stays unpinged.
    #[must_use]
    pub fn mentioning(mut self, role: RoleId) -> Self {
        let name = places::role(role);
        let content = if self.content.is_empty() {
            name
        } else {
            format!("{name} {}", self.content)
        };
        if width(&content) <= MAX_CONTENT {
            self.content = content;
        } else {
            // The text fitted without the name: framed, both do.
            let text = std::mem::replace(&mut self.content, places::role(role));
            self.embeds.insert(
                0,
                Embed {
                    title: None,
                    text,
                    color: NEUTRAL,
                    fields: Vec::new(),
                    footer: None,
                },
            );
        }
        self.mentions = Some(role);
        self
    }

    /// The message as Discord takes it. Texts are moved into it: `json!` would copy each at every level.
    pub fn into_json(self) -> Value {
        let mut fields = Map::new();
        fields.insert("content".to_owned(), Value::String(self.content));
        let embeds: Value = self.embeds.into_iter().map(Embed::into_json).collect();
        fields.insert("embeds".to_owned(), embeds);
        let rows: Value = self.rows.into_iter().map(Row::into_json).collect();
        fields.insert("components".to_owned(), rows);
        if let Some(role) = self.mentions {
            let allowed = json!({"parse": [], "roles": [role.to_string()]});
            fields.insert("allowed_mentions".to_owned(), allowed);
        }
        Value::Object(fields)
    }
}

impl Row {
    fn into_json(self) -> Value {
        match self {
            Self::Buttons(row) => {
                let mut fields = Map::new();
                fields.insert("type".to_owned(), Value::from(1));
                let buttons: Value = row.into_iter().map(Button::into_json).collect();
                fields.insert("components".to_owned(), buttons);
                Value::Object(fields)
            }
            Self::Select(select) => select.into_row(),
        }
    }
}

impl Embed {
    fn into_json(self) -> Value {
        let mut embed = Map::new();
        if let Some(title) = self.title {
            embed.insert("title".to_owned(), Value::String(abbreviated(&title, MAX_TITLE)));
        }
        if !self.text.is_empty() {
            embed.insert("description".to_owned(), Value::String(self.text));
        }
        embed.insert("color".to_owned(), Value::from(self.color));
        if !self.fields.is_empty() {
            let fields = self.fields.into_iter().map(Field::into_json).collect();
            embed.insert("fields".to_owned(), fields);
        }
        if let Some(footer) = self.footer {
            embed.insert("footer".to_owned(), json!({"text": footer}));
        }
        Value::Object(embed)
    }
}

impl Field {
    /// A text that stands beside others: Discord puts up to three in a row.
    pub fn beside(name: &str, value: String) -> Self {
        Self {
            name: name.to_owned(),
            value,
            inline: true,
        }
    }

    /// A line above those that follow. Discord wants a text below it and takes a character without width.
    pub fn heading(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            value: NO_WIDTH.to_owned(),
            inline: false,
        }
    }

    fn into_json(self) -> Value {
        json!({"name": abbreviated(&self.name, MAX_TITLE), "value": self.value, "inline": self.inline})
    }
}

impl Button {
    /// A button.
    pub fn new(label: impl Into<String>, look: Look, id: CustomId) -> Self {
        Self {
            label: label.into(),
            look,
            id,
        }
    }

    fn into_json(self) -> Value {
        let style = match self.look {
            Look::Main => 3,
            Look::Plain => 2,
        };
        json!({
            "type": 2,
            "style": style,
            "label": abbreviated(&self.label, MAX_LABEL),
            "custom_id": self.id.to_string(),
        })
    }
}

/// The colour of a ring, or grey.
pub fn color(ring: Option<Color>) -> u32 {
    ring.map_or(NEUTRAL, Color::rgb)
}

/// `text` with at most `max` characters; where it was shortened shows.
pub fn abbreviated(text: &str, max: usize) -> String {
    if text.len() <= max || text.chars().count() <= max {
        return text.to_owned();
    }
    let kept: String = text.chars().take(max.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::select_id::SelectId;
    use crate::discord::sender::MessageBody;

    fn role() -> RoleId {
        "7".parse().unwrap()
    }

    #[test]
    fn a_role_is_pinged_and_nobody_else() {
        let body = Body::text("Two days are left.").mentioning(role()).into_json();
        assert_eq!(body["content"], "<@&7> Two days are left.");
        let allowed = json!({"parse": [], "roles": ["7"]});
        assert_eq!(body["allowed_mentions"], allowed);
        assert!(MessageBody::from_value(body).is_ok());
        let framed = Body::framed(None, vec!["Text".to_owned()], NEUTRAL, None).mentioning(role());
        assert_eq!(framed.into_json()["content"], "<@&7>");
        assert!(Body::text("Nobody").into_json().get("allowed_mentions").is_none());
    }

    #[test]
    fn a_text_that_fits_only_without_the_name_is_framed() {
        let text = "x".repeat(MAX_CONTENT);
        let body = Body::text(text.clone()).mentioning(role()).into_json();
        assert_eq!(body["content"], "<@&7>");
        assert_eq!(body["embeds"][0]["description"], text);
    }

    #[test]
    fn a_menu_has_a_row_of_its_own() {
        let button = |page| Button::new("More", Look::Plain, CustomId::Whole(page));
        let body = Body::text("Who votes?")
            .with_buttons((0..6).map(button))
            .with_select(Select::roles(SelectId::Voters, []))
            .into_json();
        let rows = body["components"].as_array().unwrap();
        let widths: Vec<usize> = rows
            .iter()
            .map(|row| row["components"].as_array().unwrap().len())
            .collect();
        assert_eq!(widths, [5, 1, 1]);
        assert_eq!(rows[2]["components"][0]["type"], 6);
    }
}
