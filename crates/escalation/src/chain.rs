//! The lines of a desk and their queues.

use ticket::Field;

/// One support line. Lines of a desk have distinct levels; 0 is nearest to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Key.
    pub key: String,
    /// Height in the chain.
    pub level: i32,
    /// Whether it may write to the requester; otherwise it is a back office (SRS-09).
    pub speaks: bool,
    /// Whether an answer on its way down stops here although the line may not speak.
    pub passes_on: bool,
    /// Lines it may be reached from; empty means only the one right below, or any below where `skip` is set.
    pub entered_from: Vec<String>,
    /// Whether it may be reached past the lines between.
    pub skip: bool,
    /// Fields a case needs before it may enter (SRS-04).
    pub requires: Vec<Field>,
    /// Outside the house: a supplier works it through mail.
    pub supplier: bool,
}

/// A queue of a line: a group of agents with one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// Key.
    pub key: String,
    /// Line key.
    pub line: String,
    /// The organisation whose own support it is, if it is one's.
    pub organisation: Option<String>,
    /// Address hand-overs are mailed to, for suppliers and functions outside the desk.
    pub mail: Option<String>,
}

/// All lines and queues of a desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chain {
    /// Lines, by rising level.
    pub lines: Vec<Line>,
    /// Queues, in the order of the desk file.
    pub queues: Vec<Queue>,
}

impl Chain {
    /// The line of a key.
    pub fn line(&self, key: &str) -> Option<&Line> {
        self.lines.iter().find(|l| l.key == key)
    }

    /// The queue of a key.
    pub fn queue(&self, key: &str) -> Option<&Queue> {
        self.queues.iter().find(|q| q.key == key)
    }

    /// The queues of a line.
    pub fn queues_of<'a>(&'a self, line: &'a str) -> impl Iterator<Item = &'a Queue> {
        self.queues.iter().filter(move |q| q.line == line)
    }

    /// The line right above a level.
    pub fn above(&self, level: i32) -> Option<&Line> {
        self.lines.iter().filter(|l| l.level > level).min_by_key(|l| l.level)
    }

    /// Lines below a level, the highest first.
    pub fn below(&self, level: i32) -> impl Iterator<Item = &Line> {
        let mut lines: Vec<_> = self.lines.iter().filter(|l| l.level < level).collect();
        lines.sort_by_key(|l| std::cmp::Reverse(l.level));
        lines.into_iter()
    }

    /// The queue of a line nearest to an organisation: its own, else its parent's, and so on up.
    pub fn nearest<'a>(&'a self, line: &str, organisation_path: &[String]) -> Option<&'a Queue> {
        organisation_path.iter().find_map(|organisation| {
            self.queues.iter().find(|q| q.line == line && q.organisation.as_ref() == Some(organisation))
        })
    }
}
