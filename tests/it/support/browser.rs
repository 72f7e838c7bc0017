//! The sandbox's page in a real browser, used as a person does: by what controls are called and what can be read.

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::driver::Driver;
use super::webdriver::Command;
use super::world::Member;

/// How long a story waits for the page, in milliseconds; only a failing story waits so long.
const PATIENCE: u64 = 20_000;
/// What a person can use.
const CONTROLS: &str = "button, input, select, textarea, a[href]";
/// Resolves when a condition holds, which is looked at again whenever the page changes.
const UNTIL: &str = r"
    const [patience, ...given] = arguments;
    const done = given.pop();
    const log = () => document.querySelector('[role=log]')?.innerText ?? '';
    const holds = () => { CONDITION };
    const observer = new MutationObserver(() => look());
    const look = () => holds() && finish(true);
    const finish = (value) => {
        observer.disconnect();
        removeEventListener('resize', look);
        clearTimeout(timer);
        done(value);
    };
    const timer = setTimeout(() => finish(false), patience);
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
    addEventListener('resize', look);
    look();
";

/// A browser that shows the page of a sandbox.
pub struct Browser {
    client: Client,
    // Dropped after the session that it serves.
    _driver: Driver,
}

impl Browser {
    /// Opens the page of the sandbox at `url` for a newcomer.
    pub async fn open(url: &str) -> Self {
        let driver = Driver::start();
        let client = driver.session().await;
        client.issue_cmd(Command::viewport(1280, 800)).await.unwrap();
        client.goto(url).await.unwrap();
        let browser = Self {
            client,
            _driver: driver,
        };
        browser
            .until(
                "the bot is connected",
                "return document.body.innerText.includes('is connected')",
                &[],
            )
            .await;
        browser
    }

    /// Closes the browser; fails the story if a script of the page failed.
    pub async fn close(self) {
        let log = self.client.issue_cmd(Command::console()).await.unwrap();
        let mut failures = log.as_array().unwrap().clone();
        // A refused request is the sandbox's answer to wrong input, not a fault of the page.
        failures.retain(|entry| entry["level"] == "SEVERE" && entry["source"] != "network");
        assert_eq!(failures, Vec::<Value>::new(), "the page's scripts failed");
        self.client.close().await.unwrap();
    }

    /// Types into the text box.
    pub async fn types(&self, text: &str) {
        self.control("combobox", "Message")
            .await
            .send_keys(text)
            .await
            .unwrap();
    }

    /// Types into the text box and sends it, faster than suggestions come.
    pub async fn sends(&self, line: &str) {
        self.types(&format!("{line}{}", char::from(Key::Enter))).await;
    }

    /// Presses a key where the focus is.
    pub async fn key(&self, key: Key) {
        // Keys go to the page, which knows where the focus is, also when something is drawn anew meanwhile.
        let pressed = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: key.into() })
            .then(KeyAction::Up { value: key.into() });
        self.client.perform_actions(pressed).await.unwrap();
    }

    /// Points at the text box and clicks.
    pub async fn clicks_message(&self) {
        self.control("combobox", "Message").await.click().await.unwrap();
    }

    /// What stands in the text box.
    pub async fn typed(&self) -> String {
        let message = self.control("combobox", "Message").await;
        message.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Goes on as another member.
    pub async fn speaks_as(&self, member: Member) {
        self.chooses("Speak as", member.name()).await;
        let condition = "return [...document.querySelectorAll('input')]
            .some((one) => one.placeholder.endsWith(` as ${given[0]}`))";
        self.until("the page of another member", condition, &[member.name()])
            .await;
    }

    /// Goes to a channel of the first guild.
    pub async fn goes_to(&self, channel: &str) {
        self.chooses("Channel", &format!("# {channel}")).await;
        self.until(
            "the channel",
            "return document.title.startsWith(given[0])",
            &[channel],
        )
        .await;
    }

    /// Presses the newest button of this name.
    pub async fn presses(&self, name: &str) {
        self.clicks("button", name).await;
    }

    /// Ticks the newest box of this name, or takes the tick away.
    pub async fn ticks(&self, name: &str) {
        self.clicks("checkbox", name).await;
    }

    async fn clicks(&self, role: &str, name: &str) {
        // What is pressed may have been drawn anew since it was found.
        for _ in 0..10 {
            let control = self.control(role, name).await;
            match control.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("{name:?} can not be pressed: {error}"),
            }
        }
        panic!("{name:?} does not stand still");
    }

    /// Whether the control of this role and name can be used now.
    pub async fn is_usable(&self, role: &str, name: &str) -> bool {
        self.control(role, name).await.is_enabled().await.unwrap()
    }

    /// Fills in what is asked for under this name.
    pub async fn fills(&self, name: &str, text: &str) {
        self.control("textbox", name).await.send_keys(text).await.unwrap();
    }

    /// Chooses from the menu of this button.
    pub async fn picks(&self, button: &str, item: &str) {
        self.presses(button).await;
        self.clicks("menuitem", item).await;
    }

    /// Waits until the form that is open says `part`.
    pub async fn form_says(&self, part: &str) {
        let condition = "return document.querySelector('dialog[open]')?.innerText.includes(given[0])";
        self.until("the form's words", condition, &[part]).await;
    }

    /// Waits until there is a control of this role and name.
    pub async fn can_use(&self, role: &str, name: &str) {
        self.control(role, name).await;
    }

    /// Follows the newest link of this name.
    pub async fn follows(&self, name: &str) {
        self.control("link", name).await.click().await.unwrap();
    }

    /// Whether there is a control of this role and name.
    pub async fn has(&self, role: &str, name: &str) -> bool {
        self.find(role, name).await.is_some()
    }

    /// Waits until all of `parts` can be read in the conversation.
    pub async fn sees(&self, parts: &[&str]) {
        self.until(
            "reading it in the conversation",
            "return given.every((part) => log().includes(part))",
            parts,
        )
        .await;
    }

    /// Waits until `part` can no longer be read in the conversation.
    pub async fn sees_no_more(&self, part: &str) {
        self.until("its disappearance", "return !log().includes(given[0])", &[part])
            .await;
    }

    /// Waits until a status message says `part`.
    pub async fn is_told(&self, part: &str) {
        let condition = "return document.querySelector('[role=status]').innerText.includes(given[0])";
        self.until("being told", condition, &[part]).await;
    }

    /// Waits until `part` is suggested.
    pub async fn is_suggested(&self, part: &str) {
        let condition = "return [...document.querySelectorAll('[role=option]')].some((one) => one.innerText.includes(given[0]))";
        self.until("a suggestion", condition, &[part]).await;
    }

    /// Waits until `condition`, which finds `given` and what can be read (`log()`), returns true.
    pub async fn until(&self, what: &str, condition: &str, given: &[&str]) {
        let script = UNTIL.replace("CONDITION", condition);
        let mut arguments = vec![json!(PATIENCE)];
        arguments.extend(given.iter().map(|one| json!(one)));
        let held = self.client.execute_async(&script, arguments).await.unwrap();
        if held == json!(true) {
            return;
        }
        let page = self.page_text().await;
        panic!("{what} {given:?} did not happen; the page shows:\n{page}");
    }

    /// What a script returns.
    pub async fn asks(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Gives the page this size.
    pub async fn has_size(&self, width: u32, height: u32) {
        self.client
            .issue_cmd(Command::viewport(width, height))
            .await
            .unwrap();
        let condition = "return String(innerWidth) === given[0]";
        self.until("the width", condition, &[&width.to_string()]).await;
    }

    /// What the page looks like, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// Chooses an option of a menu.
    pub async fn chooses(&self, name: &str, option: &str) {
        let select = self.control("combobox", name).await;
        let path = format!(".//option[starts-with(normalize-space(.), '{option}')]");
        select
            .find(Locator::XPath(&path))
            .await
            .unwrap()
            .click()
            .await
            .unwrap();
    }

    /// The newest control of this role and name, once there is one.
    async fn control(&self, role: &str, name: &str) -> Element {
        let condition =
            "return [...document.querySelectorAll(given[0])].some((one) => one.checkVisibility() &&
            [one.innerText.trim(), one.ariaLabel, one.labels?.[0]?.innerText.replace(/ \\*$/, '')].includes(given[1]))";
        // It may be drawn anew while it is looked for.
        for _ in 0..5 {
            self.until("a control", condition, &[CONTROLS, name]).await;
            if let Some(element) = self.find(role, name).await {
                return element;
            }
        }
        panic!(
            "no {role} is called {name:?}; the page shows:\n{}",
            self.page_text().await
        )
    }

    async fn find(&self, role: &str, name: &str) -> Option<Element> {
        let found = self.client.find_all(Locator::Css(CONTROLS)).await.unwrap();
        for element in found.into_iter().rev() {
            if self.computed(Command::computed_label(&element)).await.as_deref() == Some(name)
                && self.computed(Command::computed_role(&element)).await.as_deref() == Some(role)
                && element.is_displayed().await.unwrap_or(false)
            {
                return Some(element);
            }
        }
        None
    }

    /// Nothing for an element that is gone.
    async fn computed(&self, command: Command) -> Option<String> {
        match self.client.issue_cmd(command).await {
            Ok(value) => value.as_str().map(str::to_owned),
            Err(error) if error.is_stale_element_reference() => None,
            Err(error) => panic!("assistive technology can not tell: {error}"),
        }
    }

    async fn page_text(&self) -> String {
        let text: Result<Value, CmdError> = self
            .client
            .execute("return document.body.innerText", Vec::new())
            .await;
        text.map_or_else(
            |error| error.to_string(),
            |text| text.as_str().unwrap_or_default().to_owned(),
        )
    }
}
