//! The formats of the cells.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::lang::Lang;
use crate::render::table::Column;

/// Decimal places for which there is a format; figures have fewer.
const MOST_DECIMALS: usize = 9;
const BORDER: Color = Color::RGB(0x00BF_BFBF);
const HEADER_FILL: Color = Color::RGB(0x00E9_EFF6);
const GREY: Color = Color::RGB(0x0059_5959);
const LINK: Color = Color::RGB(0x001F_4E8C);

pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) heading: Format,
    pub(super) paragraph: Format,
    pub(super) link: Format,
    pub(super) ordinal: Format,
    pub(super) unit: Format,
    pub(super) header: Format,
    pub(super) symbol: Format,
    pub(super) note: Format,
    /// Texts of the accessible workbook, which has no merged cells and no boxes.
    pub(super) title_line: Format,
    pub(super) line: Format,
    pub(super) head_line: Format,
    pub(super) plain_right: Format,
    label: Format,
    label_right: Format,
    arrow: Format,
    literal: Format,
    thousands: Format,
    decimals: Vec<Format>,
}

impl Styles {
    pub(super) fn new(lang: Lang) -> Styles {
        let font = lang.pick("Microsoft YaHei", "Calibri");
        let plain =
            Format::new().set_font_name(font).set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let boxed = plain.clone().set_border(FormatBorder::Thin).set_border_color(BORDER);
        let label = boxed.clone().set_align(FormatAlign::Left).set_text_wrap();
        let right = boxed.clone().set_align(FormatAlign::Right);
        let small = plain.clone().set_font_size(9).set_font_color(GREY);
        let numbered = |places: usize| right.clone().set_num_format(number_format(places));
        Styles {
            title: plain.clone().set_font_size(14).set_bold().set_text_wrap(),
            heading: plain.clone().set_font_size(12).set_bold(),
            paragraph: plain.clone().set_text_wrap().set_align(FormatAlign::Top),
            link: plain.clone().set_font_color(LINK).set_text_wrap(),
            ordinal: plain.clone().set_align(FormatAlign::Left).set_text_wrap(),
            unit: small.clone().set_font_size(10).set_align(FormatAlign::Right),
            header: boxed
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color(HEADER_FILL),
            symbol: right.clone(),
            title_line: plain.clone().set_font_size(14).set_bold(),
            line: plain.clone(),
            head_line: plain.clone().set_bold().set_text_wrap(),
            plain_right: plain.clone().set_align(FormatAlign::Right),
            note: small.set_text_wrap().set_align(FormatAlign::Top),
            literal: label.clone().set_quote_prefix(),
            label: label.clone(),
            label_right: right.clone().set_text_wrap(),
            arrow: label.set_align(FormatAlign::Center),
            thousands: right.clone().set_num_format("#,##0"),
            decimals: (0..=MOST_DECIMALS).map(numbered).collect(),
        }
    }

    /// A text; one like a formula keeps Excel's own mark of a text, so that editing it makes no formula.
    pub(super) fn text(&self, column: &Column, like_formula: bool) -> &Format {
        match (like_formula, column.arrow, column.numeric) {
            (true, ..) => &self.literal,
            (_, true, _) => &self.arrow,
            (_, _, true) => &self.label_right,
            _ => &self.label,
        }
    }

    /// The format that shows the digits as they are.
    pub(super) fn number(&self, digits: &str) -> &Format {
        match digits.split_once('.') {
            Some((_, fraction)) => &self.decimals[fraction.len().min(MOST_DECIMALS)],
            None if digits.trim_start_matches('-').len() > 3 => &self.thousands,
            None => &self.decimals[0],
        }
    }
}

fn number_format(places: usize) -> String {
    if places == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(places)) }
}
