//! The laid out pages as a file.

use super::layout::{Block, Ink, Layout, MARGIN, Role};
use crate::document::{Document, Unwritten};
use crate::drawing::{Anchor, Drawing, Shape};
use crate::fonts::Weight;
use chrono::{Datelike as _, Timelike as _};
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};
use krilla::text::{Font, TextDirection};
use krilla::{Document as Pdf, SerializeSettings};
use std::num::NonZeroU16;

struct Faces {
    regular: Font,
    bold: Font,
}

impl Faces {
    fn load() -> Option<Self> {
        let face = |weight: Weight| Font::new(weight.bytes().into(), 0);
        Some(Self { regular: face(Weight::Regular)?, bold: face(Weight::Bold)? })
    }

    fn of(&self, weight: Weight) -> Font {
        match weight {
            Weight::Regular => self.regular.clone(),
            Weight::Bold => self.bold.clone(),
        }
    }
}

pub(super) fn paint(document: &Document, layout: Layout) -> Result<Vec<u8>, Unwritten> {
    let fault = |what: &str| Unwritten::Pdf(what.to_owned());
    let faces = Faces::load().ok_or_else(|| fault("the face cannot be read"))?;
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| Unwritten::Pdf(format!("{e:?}")))?;
    let mut pdf = Pdf::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    pdf.set_metadata(metadata(document));
    let mut outline = Outline::new();
    for (words, page, y) in &layout.outline {
        let place = XyzDestination::new(*page, Point::from_xy(MARGIN, *y));
        outline.push_child(OutlineNode::new(words.clone(), place));
    }
    pdf.set_outline(outline);
    let mut leaves: Vec<Vec<Identifier>> = layout.nodes.iter().map(|_| Vec::new()).collect();
    let count = layout.pages.len();
    for (at, blocks) in layout.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(layout.width, layout.height);
        let mut page = pdf.start_page_with(settings.ok_or_else(|| fault("the page has no size"))?);
        let mut surface = page.surface();
        for block in blocks {
            let leaf = put(&mut surface, &faces, block);
            if let Some(owner) = block.owner.and_then(|owner| leaves.get_mut(owner)) {
                owner.push(leaf);
            }
        }
        foot(&mut surface, &faces, document, &layout, (at + 1, count));
        surface.finish();
        page.finish();
    }
    let mut tree = TagTree::new();
    for node in &layout.top {
        tree.push(group(&layout, *node, &mut leaves));
    }
    pdf.set_tag_tree(tree);
    pdf.finish().map_err(|e| Unwritten::Pdf(format!("{e:?}")))
}

fn metadata(document: &Document) -> Metadata {
    let made = document.made;
    let number = |n: u32| u8::try_from(n).unwrap_or_default();
    let made = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(number(made.month()))
        .day(number(made.day()))
        .hour(number(made.hour()))
        .minute(number(made.minute()));
    Metadata::new()
        .title(document.title.clone())
        .language(document.language.clone())
        .creator("Stafett".into())
        .creation_date(made)
}

/// The tag of a piece with the tags of what lies in it.
fn group(layout: &Layout, at: usize, leaves: &mut [Vec<Identifier>]) -> TagGroup {
    let Some(node) = layout.nodes.get(at) else { return TagGroup::new(Tag::NonStruct) };
    let heading = |level, words: &String| -> TagKind {
        Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(words.clone())).into()
    };
    let kind: TagKind = match &node.role {
        Role::Title(words) => heading(1, words),
        Role::Heading(words) => heading(2, words),
        Role::Paragraph => Tag::P.into(),
        Role::Table => Tag::Table.into(),
        Role::Head => Tag::THead.into(),
        Role::Body => Tag::TBody.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnTitle => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowTitle => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
        Role::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
    };
    let mut group = TagGroup::new(kind);
    for leaf in leaves.get_mut(at).map(std::mem::take).unwrap_or_default() {
        group.push(leaf);
    }
    for child in &node.children {
        group.push(Node::Group(self::group(layout, *child, leaves)));
    }
    group
}

fn foot(
    surface: &mut Surface<'_>,
    faces: &Faces,
    document: &Document,
    layout: &Layout,
    (page, of): (usize, usize),
) {
    const SIZE: f32 = 8.0;
    let y = layout.height - MARGIN + 12.0;
    let number = format!("{page} / {of}");
    let right = layout.width - MARGIN - Weight::Regular.width(&number, SIZE);
    let title = Weight::Regular.drawable(&document.title);
    let title = Weight::Regular.cut(&title, SIZE, right - MARGIN - 16.0);
    for (x, words, kind) in [(MARGIN, title, ArtifactType::Footer), (right, number, ArtifactType::PageNumber)]
    {
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
        write(surface, faces, (x, y), &words, SIZE, Weight::Regular);
        surface.end_tagged();
    }
}

fn put(surface: &mut Surface<'_>, faces: &Faces, block: &Block) -> Identifier {
    let tag = match block.owner {
        Some(_) => ContentTag::Other,
        None => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
    };
    let leaf = surface.start_tagged(tag);
    for ink in &block.ink {
        match ink {
            Ink::Words { at, words, size, weight } => write(surface, faces, *at, words, *size, *weight),
            Ink::Rule { from, to, width } => {
                stroke(surface, *width, 1.0, false);
                trace(surface, &[*from, *to], false);
            }
            Ink::Drawing { at, scale, drawing } => picture(surface, faces, *at, *scale, drawing),
        }
    }
    surface.end_tagged();
    leaf
}

fn opacity(ink: f32) -> NormalizedF32 {
    NormalizedF32::new(ink.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}

fn fill(surface: &mut Surface<'_>, ink: f32) {
    let paint = luma::Color::black().into();
    surface.set_fill(Some(Fill { paint, opacity: opacity(ink), ..Fill::default() }));
    surface.set_stroke(None);
}

fn stroke(surface: &mut Surface<'_>, width: f32, ink: f32, dashed: bool) {
    let dash = dashed.then(|| StrokeDash { array: vec![5.0, 3.0], offset: 0.0 });
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { width, opacity: opacity(ink), dash, ..Stroke::default() }));
}

fn trace(surface: &mut Surface<'_>, points: &[(f32, f32)], closed: bool) {
    if let Some(path) = path(points, closed) {
        surface.draw_path(&path);
    }
}

fn path(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let (first, rest) = points.split_first()?;
    let mut builder = PathBuilder::new();
    builder.move_to(first.0, first.1);
    rest.iter().for_each(|(x, y)| builder.line_to(*x, *y));
    if closed {
        builder.close();
    }
    builder.finish()
}

fn write(
    surface: &mut Surface<'_>,
    faces: &Faces,
    (x, y): (f32, f32),
    words: &str,
    size: f32,
    weight: Weight,
) {
    fill(surface, 1.0);
    surface.draw_text(Point::from_xy(x, y), faces.of(weight), size, words, false, TextDirection::Auto);
}

fn picture(surface: &mut Surface<'_>, faces: &Faces, (left, top): (f32, f32), scale: f32, drawing: &Drawing) {
    let place = |(x, y): &(f32, f32)| (left + x * scale, top + y * scale);
    for shape in &drawing.shapes {
        match shape {
            Shape::Area { points, ink, edge } => {
                let points: Vec<_> = points.iter().map(place).collect();
                if *ink > 0.0 {
                    fill(surface, *ink);
                    trace(surface, &points, true);
                }
                if *edge {
                    stroke(surface, 0.7, 1.0, false);
                    trace(surface, &points, true);
                }
            }
            Shape::Line { points, width, dashed, ink } => {
                let points: Vec<_> = points.iter().map(place).collect();
                stroke(surface, width * scale, *ink, *dashed);
                trace(surface, &points, false);
            }
            Shape::Words { at, words, size, anchor } => {
                let words = Weight::Regular.drawable(words);
                let (x, y) = place(at);
                let wide = Weight::Regular.width(&words, size * scale);
                let x = match anchor {
                    Anchor::Start => x,
                    Anchor::Middle => x - wide / 2.0,
                    Anchor::End => x - wide,
                };
                write(surface, faces, (x, y), &words, size * scale, Weight::Regular);
            }
        }
    }
}
