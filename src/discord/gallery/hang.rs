//! Pictures in messages: each in an embed, with the file that it shows.

use serde_json::{Value, json};

use super::Picture;
use crate::discord::sender::File;
use crate::vote::trail::Digest as Sha256;

/// How many embeds a message holds (<https://discord.com/developers/docs/resources/message#create-message>).
const MOST_EMBEDS: usize = 10;

/// By what it is told whether pictures are the same as before: the hash of one, or of those of several. Nothing if there are
/// none.
pub fn hash(pictures: &[Picture]) -> Option<Sha256> {
    match pictures {
        [] => None,
        [one] => Some(one.hash),
        several => Some(Sha256::of(several.iter().map(|picture| &picture.hash.0[..]))),
    }
}

/// Hangs those of the pictures that belong there into part `part` of what is told, counted from 0, and gives the files that
/// go with it. The first picture is in the first embed of the first part; each of the others has an embed of its own, as
/// many in each part as Discord takes.
pub fn hang(pictures: &[Picture], part: usize, body: &mut Value) -> Vec<File> {
    let Some((first, others)) = pictures.split_first() else {
        return Vec::new();
    };
    let Some(embeds) = body.get_mut("embeds").and_then(Value::as_array_mut) else {
        return Vec::new();
    };
    let Some(told) = embeds.first_mut().and_then(Value::as_object_mut) else {
        return Vec::new();
    };
    let color = told.get("color").cloned();
    let mut files = Vec::new();
    if part == 0 {
        let file = file("radar.png".to_owned(), first);
        told.insert("image".to_owned(), image(&file));
        files.push(file);
    }
    // The text of a part is one embed.
    let others = others.chunks(MOST_EMBEDS - 1).nth(part).unwrap_or_default();
    let room = MOST_EMBEDS.saturating_sub(embeds.len());
    for (at, picture) in others.iter().take(room).enumerate() {
        let file = file(format!("quadrant-{}.png", at + 1), picture);
        let mut embed = json!({ "image": image(&file) });
        if let Some(color) = &color {
            embed["color"] = color.clone();
        }
        embeds.push(embed);
        files.push(file);
    }
    files
}

fn file(name: String, picture: &Picture) -> File {
    File {
        name,
        kind: "image/png",
        bytes: picture.bytes.clone(),
        description: Some(picture.alt.clone()),
    }
}

fn image(file: &File) -> Value {
    json!({ "url": format!("attachment://{}", file.name) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(number: u8) -> Picture {
        Picture {
            bytes: vec![number].into(),
            hash: Sha256([number; 32]),
            alt: format!("Picture {number}"),
        }
    }

    /// The names of the files and where the embeds of a part show them.
    fn hung(pictures: &[Picture], part: usize) -> (Vec<String>, Value) {
        let mut body = json!({"embeds": [{"description": "What it says", "color": 7}]});
        let files = hang(pictures, part, &mut body);
        for (at, file) in files.iter().enumerate() {
            assert!(!files[..at].iter().any(|other| other.name == file.name));
        }
        let told = files.into_iter().map(|file| file.description.unwrap());
        (told.collect(), body["embeds"].take())
    }

    #[test]
    fn the_first_picture_is_below_the_text_and_each_other_below_it() {
        let pictures = [picture(1), picture(2)];
        let (files, embeds) = hung(&pictures, 0);
        assert_eq!(files, ["Picture 1", "Picture 2"]);
        let expected = json!([
            {"description": "What it says", "color": 7, "image": {"url": "attachment://radar.png"}},
            {"color": 7, "image": {"url": "attachment://quadrant-1.png"}},
        ]);
        assert_eq!(embeds, expected);
        let (files, embeds) = hung(&pictures, 1);
        assert!(files.is_empty());
        assert_eq!(embeds, json!([{"description": "What it says", "color": 7}]));
        assert_eq!(hung(&[], 0), (Vec::new(), embeds));
    }

    #[test]
    fn what_one_message_has_no_room_for_is_in_the_next() {
        let pictures: Vec<Picture> = (0..15).map(picture).collect();
        let parts: Vec<(Vec<String>, Value)> = (0..3).map(|part| hung(&pictures, part)).collect();
        let counts: Vec<(usize, usize)> = parts
            .iter()
            .map(|(files, embeds)| (files.len(), embeds.as_array().unwrap().len()))
            .collect();
        assert_eq!(counts, [(10, 10), (5, 6), (0, 1)]);
        let told: Vec<&String> = parts.iter().flat_map(|(files, _)| files).collect();
        let all: Vec<String> = pictures.into_iter().map(|picture| picture.alt).collect();
        assert_eq!(told, all.iter().collect::<Vec<_>>());
    }

    #[test]
    fn other_pictures_have_another_hash() {
        let (one, two) = (picture(1), picture(2));
        assert_eq!(hash(&[]), None);
        assert_eq!(hash(std::slice::from_ref(&one)), Some(one.hash));
        let both = hash(&[one.clone(), two.clone()]);
        assert!(both.is_some() && both != hash(std::slice::from_ref(&one)) && both != hash(&[two, one]));
    }
}
