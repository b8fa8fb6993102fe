//! Which types of columns hold plain cells.

use arrow_schema::DataType;

use crate::lang::Text;

/// What a column is that holds no plain cells.
pub(super) fn no_cells(kind: &DataType) -> Option<Text> {
    use DataType as Of;
    Some(match kind {
        Of::Timestamp(_, Some(_)) => Text::new("带时区的时间", "times with a timezone"),
        Of::List(_) | Of::LargeList(_) | Of::FixedSizeList(..) | Of::ListView(_) | Of::LargeListView(_) => {
            Text::new("列表", "lists")
        }
        Of::Struct(_) | Of::Map(..) | Of::Union(..) => Text::new("结构", "structs"),
        Of::Binary | Of::LargeBinary | Of::BinaryView | Of::FixedSizeBinary(_) => {
            Text::new("二进制数据", "binary data")
        }
        Of::Duration(_) | Of::Interval(_) => Text::new("时间长度", "durations"),
        Of::Dictionary(_, of) => return no_cells(of),
        Of::RunEndEncoded(..) => Text::new("游程编码的列", "runs of values"),
        _ => return None,
    })
}
