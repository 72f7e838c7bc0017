//! The parts of a message, within Discord's limits
//! (<https://discord.com/developers/docs/resources/message#embed-object-embed-limits>).

use serde_json::{Map, Value, json};

use super::flow::{Block, paginate, width};
use crate::discord::custom_id::CustomId;
use crate::radar::Color;

/// Longest plain text of a message.
const MAX_CONTENT: usize = 2000;
/// Longest title of an embed.
const MAX_TITLE: usize = 256;
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
    rows: Vec<Vec<Button>>,
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
    /// What stands in small at its foot.
    pub footer: Option<String>,
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
                footer: if position == last { footer.take() } else { None },
            })
            .collect();
        Self {
            embeds,
            ..Self::default()
        }
    }

    /// With these buttons below, in as many rows as they need.
    pub fn with_buttons(mut self, buttons: impl IntoIterator<Item = Button>) -> Self {
        let mut row = Vec::new();
        for button in buttons {
            row.push(button);
            if row.len() == BUTTONS_A_ROW {
                self.rows.push(std::mem::take(&mut row));
            }
        }
        if !row.is_empty() {
            self.rows.push(row);
        }
        self
    }

    /// The message as Discord takes it. Texts are moved into it: `json!` would copy each at every level.
    pub fn into_json(self) -> Value {
        let row = |row: Vec<Button>| {
            let mut fields = Map::new();
            fields.insert("type".to_owned(), Value::from(1));
            let buttons: Value = row.into_iter().map(Button::into_json).collect();
            fields.insert("components".to_owned(), buttons);
            Value::Object(fields)
        };
        let mut fields = Map::new();
        fields.insert("content".to_owned(), Value::String(self.content));
        let embeds: Value = self.embeds.into_iter().map(Embed::into_json).collect();
        fields.insert("embeds".to_owned(), embeds);
        fields.insert("components".to_owned(), self.rows.into_iter().map(row).collect());
        Value::Object(fields)
    }
}

impl Embed {
    fn into_json(self) -> Value {
        let mut embed = Map::new();
        if let Some(title) = self.title {
            embed.insert("title".to_owned(), Value::String(abbreviated(&title, MAX_TITLE)));
        }
        embed.insert("description".to_owned(), Value::String(self.text));
        embed.insert("color".to_owned(), Value::from(self.color));
        if let Some(footer) = self.footer {
            embed.insert("footer".to_owned(), json!({"text": footer}));
        }
        Value::Object(embed)
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
