//! What tags do to what is built.

use html5gum::StartTag;

use super::builder::Builder;
use super::elements::{is_block, loses_words, number};
use super::looks::Look;

impl Builder {
    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        if self.dropped.is_some() {
            return;
        }
        match name.as_str() {
            "a" => match tag.attributes.get(&b"href"[..]) {
                Some(address) => self.open_link(&String::from_utf8_lossy(address)),
                None => self.looks.open_link(None),
            },
            "br" => self.break_line(),
            "img" => self.start_picture(tag),
            "ul" | "ol" => {
                self.flush();
                let first = (name == "ol").then(|| number(tag, b"start").unwrap_or(1));
                self.page.start_list(first);
            }
            "li" => {
                self.flush();
                self.page.start_item(number(tag, b"value"));
            }
            "h1" | "h2" => self.start_heading(2),
            "h3" => self.start_heading(3),
            "h4" => self.start_heading(4),
            "h5" => self.start_heading(5),
            "h6" => self.start_heading(6),
            "pre" => {
                self.flush();
                self.pre = Some(String::new());
            }
            "p" => self.flush(),
            "sup" if self.pre.is_none() => self.raised = true,
            "span" | "font" | "html" | "body" => {}
            _ if loses_words(&name) => {
                self.left_out.tag(&name);
                self.dropped = Some(name);
                return;
            }
            _ => match Look::of(&name) {
                Some(look) => self.looks.open(look),
                None => return self.start_other(&name),
            },
        }
        for attribute in tag.attributes.keys() {
            // The numbers of lists were read.
            let is_read = match name.as_str() {
                "ol" => attribute.as_slice() == b"start",
                "li" => attribute.as_slice() == b"value" && self.page.is_numbered(),
                "img" => matches!(attribute.as_slice(), b"src" | b"alt"),
                _ => false,
            };
            if !is_read {
                self.pass_over_attribute(&String::from_utf8_lossy(attribute));
            }
        }
    }

    /// A picture; one that is nowhere is named as left out.
    fn start_picture(&mut self, tag: &StartTag<()>) {
        let words = |attribute: &[u8]| {
            let value = tag.attributes.get(attribute)?;
            Some(String::from_utf8_lossy(value).into_owned())
        };
        let (address, alt) = (words(b"src"), words(b"alt").unwrap_or_default());
        if let Some(address) = address {
            self.picture(&address, &alt);
        } else {
            self.text(&alt);
            self.pass_over("img");
        }
    }

    /// An element whose words alone are kept.
    fn start_other(&mut self, name: &str) {
        if is_block(name) {
            self.flush();
        } else if matches!(name, "td" | "th") {
            // Cells of a row stand side by side.
            self.text(" ");
        }
        self.left_out.tag(name);
    }

    pub(super) fn end(&mut self, name: &str) {
        if let Some(dropped) = &self.dropped {
            if dropped == name {
                self.dropped = None;
            }
            return;
        }
        match name {
            "a" => self.close_link(),
            "sup" => self.raised = false,
            "ul" | "ol" => {
                self.flush();
                self.page.end_list();
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "li" | "pre" => self.flush(),
            _ if is_block(name) => self.flush(),
            _ => {
                if let Some(look) = Look::of(name) {
                    self.looks.close(look);
                }
            }
        }
    }

    fn start_heading(&mut self, level: usize) {
        self.flush();
        self.heading = Some(level).filter(|_| !self.flat);
    }
}
