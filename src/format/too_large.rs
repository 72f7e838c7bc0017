//! Exports that are larger than an import may be. Whoever exports must know: our own files may hold more than one file of
//! another tool.

use super::export::Files;
use super::source::{MAX_FILE_BYTES, MAX_TOTAL_BYTES};

/// That blipbot does not read the files back, if it does not.
pub(super) fn remark(files: &Files) -> Option<String> {
    let bytes = |text: &String| u64::try_from(text.len()).unwrap_or(u64::MAX);
    let (size, allowed) = match files {
        Files::One(text) => (bytes(text), MAX_FILE_BYTES),
        Files::Beside { main, other, .. } => (bytes(main).max(bytes(other)), MAX_FILE_BYTES),
        Files::Folder(files) => (files.iter().map(|(_, text)| bytes(text)).sum(), MAX_TOTAL_BYTES),
    };
    (size > allowed).then(|| {
        format!(
            "this is too large for blipbot to read back: {size} bytes, and {allowed} are allowed; export an edition with fewer \
             blips or shorter descriptions"
        )
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn of_size(size: u64) -> String {
        "x".repeat(usize::try_from(size).unwrap())
    }

    #[test]
    fn what_an_import_would_refuse_is_told_and_nothing_smaller() {
        assert_eq!(remark(&Files::One(of_size(MAX_FILE_BYTES))), None);
        let told = remark(&Files::One(of_size(MAX_FILE_BYTES + 1))).unwrap();
        assert!(
            told.contains("16777217 bytes, and 16777216 are allowed"),
            "{told}"
        );
    }

    #[test]
    fn a_folder_may_hold_as_much_as_its_reader_takes() {
        let half = || (PathBuf::from("radar/blip.md"), of_size(MAX_TOTAL_BYTES / 2));
        assert_eq!(remark(&Files::Folder(vec![half(), half()])), None);
        let more = (PathBuf::from("config.json"), "{}".to_owned());
        assert!(remark(&Files::Folder(vec![half(), half(), more])).is_some());
    }

    #[test]
    fn the_larger_of_two_files_counts() {
        let files = |main, other| Files::Beside {
            main: of_size(main),
            ending: "names.json",
            other: of_size(other),
        };
        assert_eq!(remark(&files(MAX_FILE_BYTES, 2)), None);
        assert!(remark(&files(2, MAX_FILE_BYTES + 1)).is_some());
    }
}
