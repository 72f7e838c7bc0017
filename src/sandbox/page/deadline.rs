//! The next time that a message of the bot speaks of, written as Discord writes times: `<t:1767225600:R>`.

use jiff::Timestamp;
use serde_json::Value;

use crate::sandbox::state::State;
use crate::sandbox::world::BOT;

/// The earliest time after `now` in any message of the bot.
pub fn next(state: &State, now: Timestamp) -> Option<Timestamp> {
    let mut times = Vec::new();
    for message in state.messages.values().filter(|message| message.author == BOT) {
        in_text(&message.content, &mut times);
        for value in message.embeds.iter().chain(&message.components) {
            in_value(value, &mut times);
        }
    }
    times.into_iter().filter(|time| *time > now).min()
}

fn in_value(value: &Value, times: &mut Vec<Timestamp>) {
    match value {
        Value::String(text) => in_text(text, times),
        Value::Array(list) => list.iter().for_each(|value| in_value(value, times)),
        Value::Object(object) => object.values().for_each(|value| in_value(value, times)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn in_text(text: &str, times: &mut Vec<Timestamp>) {
    for rest in text.split("<t:").skip(1) {
        let number = rest
            .split_once('>')
            .map(|(inside, _)| inside.split(':').next().unwrap_or_default());
        let time = number
            .and_then(|number| number.parse().ok())
            .map(Timestamp::from_second);
        times.extend(time.and_then(Result::ok));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn times_are_found_in_texts_of_all_depths() {
        let mut times = Vec::new();
        in_value(
            &json!([{ "fields": [{ "value": "until <t:90:R> or <t:100>" }] }, "<t:x>"]),
            &mut times,
        );
        let seconds: Vec<i64> = times.iter().map(|time| time.as_second()).collect();
        assert_eq!(seconds, [90, 100]);
    }
}
