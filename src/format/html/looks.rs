//! How words look where a reader of HTML is.

use std::rc::Rc;

use super::inline::{Marks, Style};

/// An element whose words look otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format) enum Look {
    Bold,
    Italic,
    Struck,
    Code,
}

impl Look {
    /// The look of this element's words.
    pub(super) fn of(name: &str) -> Option<Self> {
        match name {
            "b" | "strong" => Some(Self::Bold),
            "i" | "em" | "u" => Some(Self::Italic),
            "s" | "del" | "strike" => Some(Self::Struck),
            "code" | "tt" | "kbd" => Some(Self::Code),
            _ => None,
        }
    }
}

/// A link that is open.
#[derive(Debug)]
struct Link {
    /// Where words lead here: a link that leads nowhere leaves that to the one around it.
    url: Option<Rc<str>>,
    /// Its own address, until words lead there.
    unused: Option<Rc<str>>,
}

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Looks {
    bold: u32,
    italic: u32,
    struck: u32,
    code: u32,
    links: Vec<Link>,
}

impl Looks {
    const fn depth(&mut self, look: Look) -> &mut u32 {
        match look {
            Look::Bold => &mut self.bold,
            Look::Italic => &mut self.italic,
            Look::Struck => &mut self.struck,
            Look::Code => &mut self.code,
        }
    }

    pub(super) const fn open(&mut self, look: Look) {
        let depth = self.depth(look);
        *depth = depth.saturating_add(1);
    }

    pub(super) const fn close(&mut self, look: Look) {
        let depth = self.depth(look);
        *depth = depth.saturating_sub(1);
    }

    /// Opens a link; one that leads nowhere has no address.
    pub(super) fn open_link(&mut self, own: Option<&str>) {
        let own = own.map(Rc::from);
        let around = self.links.last().and_then(|link| link.url.clone());
        self.links.push(Link {
            url: own.clone().or(around),
            unused: own,
        });
    }

    /// Closes a link; gives its address if no words led there.
    pub(super) fn close_link(&mut self) -> Option<Rc<str>> {
        self.links.pop()?.unused
    }

    /// How words look here.
    pub(super) fn style(&self) -> Style {
        Style {
            marks: Marks {
                bold: self.bold > 0,
                italic: self.italic > 0,
                struck: self.struck > 0,
            },
            code: self.code > 0,
            link: self.links.last().and_then(|link| link.url.clone()),
            picture: None,
        }
    }

    /// Words stand here.
    pub(super) fn used(&mut self) {
        if let Some(link) = self.links.last_mut() {
            link.unused = None;
        }
    }
}
