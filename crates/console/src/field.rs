//! Forms as data: every input gets its label, its hint and what is wrong with it, in one place for all pages.

use crate::form::Form;
use crate::words::Words;
use askama::Template;

/// One input with its label.
#[derive(Template)]
#[template(path = "field.html")]
pub(crate) struct Field {
    pub id: String,
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub fault: Option<String>,
    pub control: Control,
    pub value: String,
    pub required: bool,
    /// Word for what must be filled in.
    pub must: String,
    pub focus: bool,
}

/// What sort of input it is.
pub(crate) enum Control {
    /// One line: type and autocomplete.
    Line(&'static str, &'static str),
    /// Several lines.
    Area(u8),
    /// One of a list.
    Choice(Vec<Choice>),
    /// One of few, all seen.
    Radio(Vec<Choice>),
}

/// One value to choose.
#[derive(Clone)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub hint: Option<String>,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: &str, label: String) -> Self {
        Self { value: value.to_owned(), label, hint: None, chosen: false }
    }
}

/// Makes the fields of one form: ids are unique by the form's name, what was typed comes back.
pub(crate) struct Maker<'a> {
    pub form: &'a str,
    pub words: Words,
    /// What was typed when the form was refused.
    pub typed: Option<&'a Form>,
    /// Field that was refused, with words.
    pub fault: Option<(String, String)>,
}

impl Maker<'_> {
    /// A field, with a value that stands there unless another was typed.
    pub fn field(&self, name: &str, label: &str, control: Control, value: &str) -> Field {
        let typed = self.typed.filter(|f| f.has(name)).map(|f| f.raw(name).to_owned());
        let value = typed.unwrap_or_else(|| value.to_owned());
        let mut control = control;
        if let Control::Choice(choices) | Control::Radio(choices) = &mut control {
            for choice in choices.iter_mut() {
                choice.chosen = choice.value == value;
            }
        }
        let fault = self.fault.as_ref().filter(|(field, _)| field == name).map(|(_, words)| words.clone());
        let hint = format!("hint-{label}");
        Field {
            id: format!("{}-{name}", self.form),
            name: name.to_owned(),
            label: self.words.t(&format!("label-{label}")),
            hint: locale::knows(&hint).then(|| self.words.t(&hint)),
            focus: fault.is_some(),
            fault,
            control,
            value,
            required: false,
            must: self.words.t("must"),
        }
    }

    /// Several lines of text.
    pub fn area(&self, name: &str, label: &str, rows: u8) -> Field {
        self.field(name, label, Control::Area(rows), "")
    }

    /// A choice that may be left open.
    pub fn choice(&self, name: &str, label: &str, choices: Vec<Choice>, value: &str) -> Field {
        let open = Choice::new("", self.words.t("choice-none"));
        let choices = [open].into_iter().chain(choices).collect();
        self.field(name, label, Control::Choice(choices), value)
    }

    /// A local moment.
    pub fn moment(&self, name: &str, label: &str, value: &str) -> Field {
        self.field(name, label, Control::Line("datetime-local", "off"), value)
    }
}

impl Field {
    /// The same, which must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, which may be left empty.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self
    }

    /// The same, where the page begins unless something is wrong elsewhere.
    #[must_use]
    pub fn focused(mut self, begins: bool) -> Self {
        self.focus |= begins;
        self
    }

    /// The same with another hint.
    #[must_use]
    pub fn hinted(mut self, hint: String) -> Self {
        self.hint = Some(hint);
        self
    }

    fn described(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let fault = self.fault.as_ref().map(|_| format!("{}-fault", self.id));
        let all: Vec<String> = fault.into_iter().chain(hint).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
}
