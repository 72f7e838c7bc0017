//! What a browser can be asked beyond what fantoccini has methods for.

use std::str::FromStr;

use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use reqwest::{Method, Url};
use serde_json::{Value, json};

/// A command below the session's address: with a body it is posted.
#[derive(Debug)]
pub struct Command {
    path: String,
    body: Option<Value>,
}

impl Command {
    /// What assistive technology calls an element.
    pub fn computed_label(element: &Element) -> Self {
        Self::get(format!("element/{}/computedlabel", element.element_id()))
    }

    /// What assistive technology takes an element for.
    pub fn computed_role(element: &Element) -> Self {
        Self::get(format!("element/{}/computedrole", element.element_id()))
    }

    /// What the browser's console says, since it was asked last.
    pub fn console() -> Self {
        Self::post("se/log", json!({"type": "browser"}))
    }

    /// Gives the page this size, however small: a window can not be narrower than its frame.
    pub fn viewport(width: u32, height: u32) -> Self {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        let command = json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": size});
        Self::post("goog/cdp/execute", command)
    }

    fn get(path: String) -> Self {
        Self { path, body: None }
    }

    fn post(path: &str, body: Value) -> Self {
        let (path, body) = (path.to_owned(), Some(body));
        Self { path, body }
    }
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, <Url as FromStr>::Err> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{}", self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}
