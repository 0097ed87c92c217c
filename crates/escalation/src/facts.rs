//! What routing knows of a case, and conditions over it.

/// Facts of a case. Paths run from the thing itself up to its root.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Kind key.
    pub kind: String,
    /// The case type and the types above it.
    pub case_type_path: Vec<String>,
    /// Service key.
    pub service: Option<String>,
    /// Environment key.
    pub environment: Option<String>,
    /// Priority key.
    pub priority: Option<String>,
    /// The requester's organisation and those above it.
    pub organisation_path: Vec<String>,
    /// Channel key.
    pub channel: String,
    /// Address the mail was sent to.
    pub mailbox: Option<String>,
    /// Line it is on, once it is on one.
    pub line: Option<String>,
    /// Queue it is in.
    pub queue: Option<String>,
}

/// Conditions: every list that is not empty must contain the fact, or one of the path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// Kinds.
    pub kind: Vec<String>,
    /// Case types; a type matches with all below it.
    pub case_type: Vec<String>,
    /// Services.
    pub service: Vec<String>,
    /// Environments.
    pub environment: Vec<String>,
    /// Priorities.
    pub priority: Vec<String>,
    /// Organisations; one matches with all below it.
    pub organisation: Vec<String>,
    /// Channels.
    pub channel: Vec<String>,
    /// Addresses a mail came to.
    pub mailbox: Vec<String>,
    /// Lines.
    pub line: Vec<String>,
    /// Queues.
    pub queue: Vec<String>,
}

impl When {
    /// Whether the facts meet every condition.
    pub fn holds(&self, facts: &Facts) -> bool {
        let one = |wanted: &[String], fact: Option<&String>| {
            wanted.is_empty() || fact.is_some_and(|f| wanted.contains(f))
        };
        let any =
            |wanted: &[String], path: &[String]| wanted.is_empty() || path.iter().any(|f| wanted.contains(f));
        one(&self.kind, Some(&facts.kind))
            && any(&self.case_type, &facts.case_type_path)
            && one(&self.service, facts.service.as_ref())
            && one(&self.environment, facts.environment.as_ref())
            && one(&self.priority, facts.priority.as_ref())
            && any(&self.organisation, &facts.organisation_path)
            && one(&self.channel, Some(&facts.channel))
            && one(&self.mailbox, facts.mailbox.as_ref())
            && one(&self.line, facts.line.as_ref())
            && one(&self.queue, facts.queue.as_ref())
    }
}
