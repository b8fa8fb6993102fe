//! Which types of columns hold plain cells.

use arrow_schema::DataType;

use crate::lang::Text;

const WITH_TIMEZONE: Text = Text::new("带时区的时间", "times with a timezone");
const LISTS: Text = Text::new("列表", "lists");
const STRUCTS: Text = Text::new("结构", "structs");
const BINARY: Text = Text::new("二进制数据", "binary data");
const DURATIONS: Text = Text::new("时间长度", "durations");

/// What a column is that holds no plain cells, by what libraries of frames call its type.
pub fn refused_kind(name: &str) -> Option<Text> {
    Some(match name {
        "Datetime" => WITH_TIMEZONE,
        "List" | "Array" => LISTS,
        "Struct" => STRUCTS,
        "Binary" => BINARY,
        "Duration" => DURATIONS,
        _ => return None,
    })
}

/// What a column is that holds no plain cells.
pub(super) fn no_cells(kind: &DataType) -> Option<Text> {
    use DataType as Of;
    Some(match kind {
        Of::Timestamp(_, Some(_)) => WITH_TIMEZONE,
        Of::List(_) | Of::LargeList(_) | Of::FixedSizeList(..) | Of::ListView(_) | Of::LargeListView(_) => {
            LISTS
        }
        Of::Struct(_) | Of::Map(..) | Of::Union(..) => STRUCTS,
        Of::Binary | Of::LargeBinary | Of::BinaryView | Of::FixedSizeBinary(_) => BINARY,
        Of::Duration(_) | Of::Interval(_) => DURATIONS,
        Of::Dictionary(_, of) => return no_cells(of),
        Of::RunEndEncoded(..) => Text::new("游程编码的列", "runs of values"),
        _ => return None,
    })
}
