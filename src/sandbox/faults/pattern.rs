//! Which requests a fault is for.

use axum::http::Method;

/// A method, or any; and a path below `/api/v10`, segment by segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The method; any if there is none.
    pub method: Option<Method>,
    /// The segments; `None` stands for any one.
    segments: Vec<Option<String>>,
}

impl Pattern {
    /// Of a path such as `/channels/{id}/messages`, in which `*` and everything in braces stands for any one segment.
    pub fn new(method: Option<Method>, path: &str) -> Self {
        let any = |part: &str| part == "*" || (part.starts_with('{') && part.ends_with('}'));
        let segments = segments(path).map(|part| (!any(part)).then(|| part.to_owned()));
        Self {
            method,
            segments: segments.collect(),
        }
    }

    /// Whether a request is meant.
    pub fn matches(&self, method: &Method, path: &str) -> bool {
        let mut parts = segments(path);
        self.method.as_ref().is_none_or(|wanted| wanted == method)
            && self.segments.iter().all(|wanted| {
                let part = parts.next();
                part.is_some_and(|part| wanted.as_ref().is_none_or(|wanted| wanted == part))
            })
            && parts.next().is_none()
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix("/api/v10").unwrap_or(path);
    path.split('/').filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_matched_segment_by_segment() {
        let pattern = Pattern::new(Some(Method::POST), "/channels/{id}/messages");
        assert!(pattern.matches(&Method::POST, "/api/v10/channels/7/messages"));
        assert!(pattern.matches(&Method::POST, "/channels/8/messages"));
        assert!(!pattern.matches(&Method::GET, "/channels/7/messages"));
        assert!(!pattern.matches(&Method::POST, "/channels/7/messages/9"));
        assert!(!pattern.matches(&Method::POST, "/channels/7"));
        let any = Pattern::new(None, "/interactions/*/*/callback");
        assert!(any.matches(&Method::DELETE, "/interactions/1/t/callback"));
        assert!(!any.matches(&Method::DELETE, "/interactions/1/callback"));
    }
}
