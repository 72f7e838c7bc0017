//! Blocks of Markdown below each other, and in lists.

/// Lists in lists that are kept apart. Deeper ones go on at this depth: nobody could read them.
const MAX_DEPTH: usize = 6;

#[derive(Debug)]
struct List {
    /// The number of the next item, if they have numbers.
    next: Option<u32>,
    /// What stands behind the number: with another sign another list begins.
    sign: char,
    /// How far the text of its items is indented; 0 until the first one.
    width: usize,
    /// Whether no tag opened it.
    implied: bool,
}

/// What was written so far, and the lists that are open.
#[derive(Debug, Default)]
pub(super) struct Page {
    out: String,
    lists: Vec<List>,
    /// Lists that are deeper than is kept.
    deeper: u32,
    /// Whether an item's first text is still to come.
    item: bool,
    /// Whether the last block stands in a list.
    after_item: bool,
}

impl Page {
    pub(super) fn into_text(self) -> String {
        self.out
    }

    pub(super) const fn is_in_list(&self) -> bool {
        !self.lists.is_empty()
    }

    /// Whether the innermost list has numbers.
    pub(super) fn is_numbered(&self) -> bool {
        self.lists.last().is_some_and(|list| list.next.is_some())
    }

    /// Starts a list, with the number of its first item if it has any.
    pub(super) fn start_list(&mut self, next: Option<u32>) {
        self.item = false;
        if self.lists.len() < MAX_DEPTH {
            self.lists.push(List {
                next,
                sign: '.',
                width: 0,
                implied: false,
            });
        } else {
            self.deeper = self.deeper.saturating_add(1);
        }
    }

    pub(super) fn end_list(&mut self) {
        if self.deeper > 0 {
            self.deeper -= 1;
        } else {
            self.lists.pop();
        }
        self.item = false;
    }

    /// Starts an item, which may say its number.
    pub(super) fn start_item(&mut self, number: Option<u32>) {
        if self.lists.is_empty() {
            self.start_list(None);
            if let Some(list) = self.lists.last_mut() {
                list.implied = true;
            }
        }
        self.item = true;
        let list = self.lists.last_mut().filter(|_| self.deeper == 0);
        if let (Some(list), Some(number)) = (list, number)
            && list.next.is_some_and(|next| next != number)
        {
            list.next = Some(number);
            // Items of one list are counted on, whatever they say.
            if list.width > 0 {
                list.sign = if list.sign == '.' { ')' } else { '.' };
                self.after_item = false;
            }
        }
    }

    /// Ends the lists that no tag opened, and so none closes.
    pub(super) fn end_implied_lists(&mut self) {
        while self.lists.last().is_some_and(|list| list.implied) {
            self.end_list();
        }
    }

    /// Ends all lists.
    pub(super) fn end_lists(&mut self) {
        self.lists.clear();
        self.deeper = 0;
        self.item = false;
    }

    /// Adds a block.
    pub(super) fn add(&mut self, block: &str) {
        let in_list = self.is_in_list();
        if !self.out.is_empty() {
            let tight = self.item && self.after_item && self.may_follow_at_once();
            self.out.push_str(if tight { "\n" } else { "\n\n" });
        }
        let first = self.marker();
        let rest = " ".repeat(self.lists.iter().map(|list| list.width).sum());
        for (n, line) in block.lines().enumerate() {
            if n > 0 {
                self.out.push('\n');
            }
            if !line.is_empty() {
                self.out.push_str(if n == 0 { &first } else { &rest });
                self.out.push_str(line);
            }
        }
        self.after_item = in_list;
        self.item = false;
    }

    /// Whether the item that comes next is one right below a paragraph, too: the first of a list is not, unless it has no
    /// number or the 1.
    fn may_follow_at_once(&self) -> bool {
        let list = self.lists.last();
        list.is_some_and(|list| list.width > 0 || list.next.is_none_or(|number| number == 1))
    }

    /// What stands before the first line of the block.
    fn marker(&mut self) -> String {
        let outer = |lists: &[List]| " ".repeat(lists.iter().map(|list| list.width).sum());
        if !self.item {
            return outer(&self.lists);
        }
        let Some((list, before)) = self.lists.split_last_mut() else {
            return String::new();
        };
        let sign = list.sign;
        let marker = match list.next.as_mut() {
            None => "- ".to_owned(),
            Some(number) => {
                let marker = format!("{number}{sign} ");
                *number = number.saturating_add(1);
                marker
            }
        };
        list.width = marker.len();
        format!("{}{marker}", outer(before))
    }
}
