//! HTML to Markdown.

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Error, Token, Tokenizer};

use super::builder::Builder;
use super::left_out::LeftOut;

/// Reads HTML as browsers do. Elements that are not for texts lose their tags and keep their words; scripts and the
/// like lose their words, too.
pub(in crate::format) fn to_markdown(html: &str) -> (String, LeftOut) {
    let mut builder = Builder::default();
    builder.html(html);
    builder.finish()
}

impl Builder {
    /// Goes on with HTML.
    pub(in crate::format) fn html(&mut self, html: &str) {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => self.start(&tag),
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => self.text(&String::from_utf8_lossy(&text)),
                Token::Error(error) if *error == Error::EofInComment => self.never_closed(),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }
}
